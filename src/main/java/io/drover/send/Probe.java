package io.drover.send;

import io.drover.db.Database;
import io.drover.db.RunConnections;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Short questions to sources and targets, beside all runs, on connections that whoever asks can cancel. A server that is
 * silent for five seconds does not answer.
 */
public final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Probe() {}

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /**
     * The source's time by its own clock.
     *
     * @throws SendException when it does not answer, naming it
     * @throws io.drover.db.RunCancelledException when the connections were cancelled before
     */
    public static Instant time(RunConnections connections, Database source) {
        return ask(
                connections,
                source,
                connection -> SourceClock.read(connection, source.timeZone()).now());
    }

    /**
     * How far the tasks of a site have sent, by the name of the task. Those that never did, or whose next Send Changed
     * must read all rows, are not among them.
     *
     * @throws SendException when the target does not answer, naming it
     * @throws io.drover.db.RunCancelledException when the connections were cancelled before
     */
    public static Map<String, Reached> reached(RunConnections connections, Database target, String site) {
        TargetState.prepare(target);
        return ask(connections, target, connection -> reached(connection, target.vendor(), site));
    }

    private static Map<String, Reached> reached(Connection connection, Vendor vendor, String site) throws SQLException {
        Map<String, Reached> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select task, upto, run from %s where site = ?".formatted(vendor.kept("watermark")))) {
            query.setString(1, site);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    Instant upto = Objects.requireNonNull(vendor.moment(result, "upto"));
                    all.put(result.getString("task"), new Reached(upto, result.getLong("run")));
                }
            }
        }
        return all;
    }

    private static <T> T ask(RunConnections connections, Database database, Question<T> question) {
        try {
            Connection connection = connections.get(database.name());
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            return question.ask(connection);
        } catch (SQLException e) {
            throw new SendException("#%s does not answer: %s".formatted(database.name(), SqlProblem.describe(e)), e);
        }
    }
}
