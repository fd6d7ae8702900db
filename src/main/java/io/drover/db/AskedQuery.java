package io.drover.db;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.PGStatement;

/**
 * A query that a run asked a PostgreSQL, with its parameters, so that it can be asked again as part of another one.
 * Belongs to the run's thread.
 */
public final class AskedQuery {

    private static final Pattern QUERY = Pattern.compile("\\s*(select|with)\\b", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final String sql;
    /** By the number of the parameter, or by the name of the property. */
    private final Map<Object, Setting> settings = new LinkedHashMap<>();

    private Duration untilFirstRow = Duration.ZERO;

    /** What was set before it was asked: a parameter, or a property of the statement. */
    private record Setting(Method method, Object[] arguments) {

        boolean isParameter() {
            return arguments.length > 1 && arguments[0] instanceof Integer;
        }

        /** A stream is at its end by now, and a bound would bound the other query. */
        boolean isOnce() {
            return method.getName().startsWith("setMax")
                    || Stream.of(arguments)
                            .anyMatch(argument -> argument instanceof InputStream || argument instanceof Reader);
        }
    }

    AskedQuery(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** Whether a text can be part of another one: a query, and one only. */
    static boolean isPossible(String sql) {
        return QUERY.matcher(sql).lookingAt() && sql.indexOf(';') < 0;
    }

    /** Does as the statement is told, and remembers it. */
    Object invoke(PreparedStatement statement, Method method, Object[] arguments)
            throws IllegalAccessException, InvocationTargetException {
        if (method.getName().startsWith("set") && !method.getName().equals("setFetchSize")) {
            Setting setting = new Setting(method, arguments);
            settings.put(setting.isParameter() ? arguments[0] : method.getName(), setting);
        }
        long begin = System.nanoTime();
        Object result = method.invoke(statement, arguments);
        if (method.getName().startsWith("execute")) {
            untilFirstRow = Duration.ofNanos(System.nanoTime() - begin);
        }
        return result;
    }

    /** The connection over which it was asked. */
    public Connection connection() {
        return connection;
    }

    /** How long the server took until it had the first rows. */
    public Duration untilFirstRow() {
        return untilFirstRow;
    }

    /** False where it was asked with what can be given once only. */
    public boolean canBeAskedAgain() {
        return settings.values().stream().noneMatch(Setting::isOnce);
    }

    /** Number of its parameters; those of a query around it come after them. */
    public int parameters() {
        return settings.values().stream()
                .filter(Setting::isParameter)
                .mapToInt(setting -> (Integer) setting.arguments()[0])
                .max()
                .orElse(0);
    }

    /**
     * The same query within another one, its parameters set as they were.
     *
     * @param before text of the other one before this one, without parameters
     * @param after text of the other one after this one
     */
    public PreparedStatement again(String before, String after) throws SQLException {
        // A comment at the end of the query ends with its line.
        PreparedStatement statement = connection.prepareStatement(before + sql + "\n" + after);
        try {
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            for (Setting setting : settings.values()) {
                setting.method().invoke(statement, setting.arguments());
            }
            return statement;
        } catch (InvocationTargetException | IllegalAccessException e) {
            statement.close();
            throw new SQLException("The parameters of a query cannot be set again", e);
        }
    }
}
