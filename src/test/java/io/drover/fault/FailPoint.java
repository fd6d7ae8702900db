package io.drover.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A place in the course of a run at which a test can make it wait. Nothing in Drover knows of them: its databases wait,
 * for a lock that the test holds.
 */
enum FailPoint {
    BEFORE_READ("shop"),
    MID_READ("erp"),
    AFTER_READ("erp"),
    MID_STAGE("shop"),
    MID_APPLY("shop"),
    BEFORE_LEDGER("shop"),
    BEFORE_WATERMARK("shop"),
    DURING_COMMIT("shop"),
    AFTER_COMMIT("control");

    /** The order in the middle of a read, and of the changes that {@link OrderDatabases#change()} makes. */
    static final int MIDDLE = 1500;

    /** The last order of a read. */
    static final int LAST = 1_000_000;

    private static final String WAITING = """
            select pid, xact_start::text as since from pg_stat_activity
             where %d = any (pg_blocking_pids(pid)) and application_name like 'drover%%'
            """;

    private final String database;

    FailPoint(String database) {
        this.database = database;
    }

    /** The database that waits. */
    String database() {
        return database;
    }

    /** Number of its advisory lock. */
    int number() {
        return ordinal() + 1;
    }

    /** From now on a run waits here, until the returned is closed. */
    Held hold(OwnPostgres server) throws SQLException {
        String lock = this == BEFORE_READ
                ? "lock table drover.watermark in access exclusive mode"
                : "select pg_advisory_xact_lock(" + number() + ")";
        return Held.by(server, database, lock);
    }

    /**
     * A session of Drover that waits.
     *
     * @param pid its process in the server
     * @param since when its transaction began
     */
    record Waiting(int pid, String since) {}

    /** A lock that a session of the test holds. */
    static final class Held implements AutoCloseable {

        private final Connection connection;
        private final OwnPostgres server;
        private final String database;
        private final int holder;

        private Held(Connection connection, OwnPostgres server, String database, int holder) {
            this.connection = connection;
            this.server = server;
            this.database = database;
            this.holder = holder;
        }

        /** @param lock statement that takes the lock in a transaction */
        static Held by(OwnPostgres server, String database, String lock) throws SQLException {
            Connection connection = server.connect(database);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet own = statement.executeQuery("select pg_backend_pid()")) {
                own.next();
                int holder = own.getInt(1);
                statement.execute(lock);
                return new Held(connection, server, database, holder);
            }
        }

        Connection connection() {
            return connection;
        }

        /** Waits until a session of Drover waits for this lock. */
        Waiting awaitReached() {
            return awaitReached(null);
        }

        /** @param earlier a wait that does not count; one of the same session in another transaction does */
        Waiting awaitReached(@Nullable Waiting earlier) {
            return awaitReached(earlier, Duration.ofSeconds(30));
        }

        Waiting awaitReached(@Nullable Waiting earlier, Duration limit) {
            return Awaitility.await("a session of Drover that waits in " + database)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> waiting().stream()
                                    .filter(each -> !each.equals(earlier))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        private List<Waiting> waiting() {
            return server.client(database)
                    .sql(WAITING.formatted(holder))
                    .query((result, row) -> new Waiting(result.getInt("pid"), result.getString("since")))
                    .list();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
