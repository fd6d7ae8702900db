package io.drover.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open statements of a connection, so that another thread can cancel them whatever the vendor. Thread-safe. */
final class OpenStatements {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStatements.class);

    private final Set<Statement> open = ConcurrentHashMap.newKeySet();

    /** The same connection, whose statements are remembered until they are closed. */
    Connection watch(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                OpenStatements.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (result instanceof Statement statement) {
                            open.removeIf(OpenStatements::isClosed);
                            open.add(statement);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void cancel() {
        for (Statement each : open) {
            try {
                if (!each.isClosed()) {
                    each.cancel();
                }
            } catch (SQLException e) {
                LOG.debug("Cancel failed: {}", e.getMessage());
            }
        }
    }

    private static boolean isClosed(Statement statement) {
        try {
            return statement.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
