package io.drover.node;

import io.drover.db.Database;
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

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Database database;
    private final Consumer<Signal> hearer;
    private final Thread thread = new Thread(this::work, "node listener");
    private volatile boolean closed;
    private volatile @Nullable Connection current;
    private Duration pause = FIRST_PAUSE;

    Listener(Database database, Consumer<Signal> hearer) {
        this.database = database;
        this.hearer = hearer;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void work() {
        while (!closed) {
            try (Connection connection = database.connect()) {
                current = connection;
                listen(connection);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn("The control database is not heard, will try again: {}", e.getMessage());
                    rest();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen drover");
        }
        pause = FIRST_PAUSE;
        // Told while nobody listened.
        for (Kind kind : Kind.values()) {
            hear(Signal.ofAll(kind));
        }
        PGConnection server = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] heard = server.getNotifications(0);
            if (heard != null) {
                Set<String> distinct = new LinkedHashSet<>();
                Arrays.stream(heard).map(PGNotification::getParameter).forEach(distinct::add);
                distinct.forEach(payload -> Signal.read(payload).ifPresent(this::hear));
            }
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
        Connection open = current;
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
            thread.interrupt();
            thread.join(FIRST_PAUSE.toMillis());
        } catch (SQLException e) {
            LOG.debug("The connection was gone already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
