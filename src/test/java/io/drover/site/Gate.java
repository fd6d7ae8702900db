package io.drover.site;

import io.drover.config.DatabaseSettings;
import io.drover.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A lock of a database; whoever comes to the gate while it is shut waits. For one thread. */
final class Gate implements AutoCloseable {

    private final Database database;
    private final Connection connection;
    private final int lock;

    Gate(DatabaseSettings settings, int lock) throws SQLException {
        this.database = Database.open(settings, "gate");
        this.connection = database.connect();
        this.lock = lock;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until everybody who came before has passed. */
    void shut() throws SQLException {
        execute("select pg_advisory_lock(%d)".formatted(lock));
    }

    void open() throws SQLException {
        execute("select pg_advisory_unlock_all()");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
