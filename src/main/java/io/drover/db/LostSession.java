package io.drover.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A session of a PostgreSQL server to which the connection was lost.
 *
 * @param process its number in the server
 * @param since when the loss was noticed, by {@link System#nanoTime()}
 */
record LostSession(int process, long since) {

    /** Whoever began after the loss only got the number of the one that was lost. */
    private static final String END = """
            select pg_terminate_backend(pid) from pg_stat_activity
             where pid = ? and usename = current_user and application_name = current_setting('application_name')
               and backend_start < clock_timestamp() - make_interval(secs => ?)
            """;

    void end(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setInt(1, process);
            statement.setDouble(2, Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
            statement.execute();
        }
        connection.commit();
    }
}
