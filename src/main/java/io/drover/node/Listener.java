package io.drover.node;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.node.Signal.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that listens to what the control database tells all nodes. What comes at once is heard once. After its
 * connection was lost it tries again with growing pauses, and then has everything looked at.
 */
final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** How long it waits at once; what comes is heard when it comes, whatever this is. Asks the server nothing. */
    private static final Duration WAIT = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Database database;
    private final Consumer<Signal> hearer;
    private final Thread thread = new Thread(this::work, "node listener");
    private volatile boolean closed;
    private volatile boolean isDoubtful;
    private Duration pause = FIRST_PAUSE;
    /** Whether it is still to be told that the database is not heard. */
    private boolean isNews = true;

    Listener(Database database, Consumer<Signal> hearer) {
        this.database = database;
        this.hearer = hearer;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What was told lately may not have been heard: the connection is tried, and everything looked at. */
    void doubt() {
        isDoubtful = true;
    }

    private void work() {
        while (!closed) {
            try (Connection connection = database.connect()) {
                listen(connection);
            } catch (SQLException e) {
                if (!closed) {
                    if (isNews) {
                        isNews = false;
                        LOG.warn("The control database is not heard, will try again: {}", SqlProblem.tell(e));
                    }
                    rest();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection server = connection.unwrap(PGConnection.class);
        isDoubtful = true;
        while (!closed) {
            if (isDoubtful) {
                isDoubtful = false;
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen drover");
                }
                pause = FIRST_PAUSE;
                isNews = true;
                for (Kind kind : Kind.values()) {
                    hear(Signal.ofAll(kind));
                }
            }
            hear(server.getNotifications((int) WAIT.toMillis()));
        }
    }

    private void hear(PGNotification @Nullable [] told) {
        if (told != null) {
            Set<String> distinct = new LinkedHashSet<>();
            Arrays.stream(told).map(PGNotification::getParameter).forEach(distinct::add);
            distinct.forEach(payload -> Signal.read(payload).ifPresent(this::hear));
        }
    }

    private void hear(Signal signal) {
        try {
            hearer.accept(signal);
        } catch (RuntimeException e) {
            LOG.error("{} was not looked at", signal, e);
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause.toMillis());
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        } catch (InterruptedException e) {
            // Woken to end: the loop's condition decides.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(WAIT.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
