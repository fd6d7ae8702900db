package io.drover.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Makes PostgreSQL's driver read in binary form from the first row on: the form in which rows are compared and written.
 */
final class BinaryStatement {

    private BinaryStatement() {}

    /**
     * @param arguments those the statement was made with, the SQL text first
     * @param run is told what is asked
     */
    static Statement of(Connection connection, Statement statement, Object[] arguments, RunConnections run)
            throws SQLException {
        if (!statement.isWrapperFor(PGStatement.class)) {
            return statement;
        }
        statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
        if (!(statement instanceof PreparedStatement prepared)) {
            return statement;
        }
        String sql = (String) arguments[0];
        AskedQuery asked = AskedQuery.isPossible(sql) ? new AskedQuery(connection, sql) : null;
        if (asked != null) {
            run.remember(statement, asked);
        }
        return described(connection, prepared, sql, asked);
    }

    /**
     * The driver falls back to the text form for a statement that was asked for its parameters before it was executed,
     * as camel-sql does. So another statement of the same text is asked.
     */
    private static PreparedStatement described(
            Connection connection, PreparedStatement statement, String sql, @Nullable AskedQuery asked) {
        return (PreparedStatement) Proxy.newProxyInstance(
                BinaryStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getParameterMetaData")) {
                        try (PreparedStatement other = connection.prepareStatement(sql)) {
                            return other.getParameterMetaData();
                        }
                    }
                    try {
                        return asked == null
                                ? method.invoke(statement, arguments)
                                : asked.invoke(statement, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
