package io.drover.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The sessions that a node left in a PostgreSQL server. Those of a frozen process keep their locks for as long as it is
 * frozen, because its system goes on to answer for it.
 */
public final class LostNode {

    /** A commit that waits for a standby has happened already; to end its session would only tell a lie about that. */
    private static final String END = """
            select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = ? and usename = current_user and datname = current_database()
               and pid <> pg_backend_pid() and wait_event is distinct from 'SyncRep'
            """;

    private LostNode() {}

    /**
     * Ends what a node does in a database; what it has not committed is rolled back. Does nothing in a MariaDB, which does
     * not tell whose a session is.
     *
     * @param sessions as {@link SiteDatabases#sessions} names them
     */
    public static void endSessions(Database database, String sessions) throws SQLException {
        if (!database.isPostgres()) {
            return;
        }
        try (Connection connection = database.connect();
                PreparedStatement end = connection.prepareStatement(END)) {
            end.setString(1, sessions);
            end.execute();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }
}
