package io.drover;

import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.run.Run;
import io.drover.send.Fate;
import io.drover.send.RunRow;
import io.drover.send.RunRowStore;
import io.drover.send.RunRowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives a run the rows that a test wants it to have, in place of its own, so that tests know them to the letter. */
public final class KeptRows {

    private static final Duration KEEP = Duration.ofDays(14);

    private KeptRows() {}

    /** In the target of the run's site. */
    public static void inTarget(Installation drover, Run run, Stream<RunRow> rows) {
        SiteSettings site = drover.server().settings().sites().stream()
                .filter(each -> each.name().equals(run.site()))
                .findFirst()
                .orElseThrow();
        try (Database web = Database.open(site.database("web"), "drover test")) {
            write(web, run, rows);
        }
    }

    /** In Drover's own database, as for a preview or a run that failed. */
    public static void inControl(Installation drover, Run run, Stream<RunRow> rows) {
        inTarget(drover, run, Stream.empty());
        try (Database control = Database.open(drover.server().settings().control(), "drover test")) {
            write(control, run, rows);
        }
    }

    private static void write(Database database, Run run, Stream<RunRow> rows) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from drover.run_page where site = ? and run = ?")) {
                delete.setString(1, run.site());
                delete.setLong(2, run.run());
                delete.executeUpdate();
            }
            RunRowWriter writer =
                    new RunRowWriter(page -> RunRowStore.write(connection, run.site(), run.run(), page, KEEP));
            for (RunRow row : (Iterable<RunRow>) rows::iterator) {
                writer.add(row);
            }
            writer.finish();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RunRow updated(
            String table, String key, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        return new RunRow(table, Fate.UPDATED, key, before, after, null, null, null);
    }

    public static RunRow updated(
            String table,
            String key,
            Map<String, @Nullable String> before,
            Map<String, @Nullable String> after,
            String attention) {
        return new RunRow(table, Fate.UPDATED, key, before, after, null, null, attention);
    }

    public static RunRow inserted(String table, String key, Map<String, @Nullable String> row) {
        return new RunRow(table, Fate.INSERTED, key, Map.of(), row, null, null, null);
    }

    public static RunRow removed(String table, String key, Map<String, @Nullable String> row) {
        return new RunRow(table, Fate.REMOVED, key, row, Map.of(), null, null, null);
    }

    public static RunRow refused(String table, String key, String column, String reason) {
        return new RunRow(table, Fate.REFUSED, key, Map.of(), Map.of(), column, reason, null);
    }

    /** Columns and values, one after the other. */
    public static Map<String, @Nullable String> values(@Nullable String... pairs) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }
}
