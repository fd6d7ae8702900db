package io.drover.db;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The data source bean of a route file ({@code #pronto}, {@code #web}). Inside a run it lends the run's connection:
 * closing it, committing and switching auto-commit do nothing, because the run does these once, at its end. Outside a
 * run it hands out pooled connections. Thread-safe.
 */
public final class SiteDataSource implements DataSource {

    private static final Set<String> LEFT_TO_THE_RUN =
            Set.of("close", "commit", "rollback", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

    private final Database database;

    public SiteDataSource(Database database) {
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        RunConnections run = RunConnections.bound();
        return run == null ? database.connect() : lend(run.get(database.name()), fetchRows(run), run);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("The user of data source #" + database.name() + " is a setting of the site");
    }

    /** So that a query of any size is read through a cursor, never whole into memory. */
    private int fetchRows(RunConnections run) {
        return database.vendor() == Vendor.MARIADB ? MariaDb.FETCH_ROWS : run.fetchRows();
    }

    private static Connection lend(Connection connection, int fetchRows, RunConnections run) {
        return (Connection) Proxy.newProxyInstance(
                SiteDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (LEFT_TO_THE_RUN.contains(method.getName())) {
                        return null;
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (result instanceof Statement statement) {
                            statement.setFetchSize(fetchRows);
                            return BinaryStatement.of(connection, statement, arguments, run);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.dataSource().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.dataSource().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.dataSource().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.dataSource().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.drover.db");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.dataSource().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.dataSource().isWrapperFor(type);
    }
}
