package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.db.SiteDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of runs, written in a transaction of the shop and read back page by page. */
abstract class RunRowStoreCases {

    private static final String SITE = "ROWS";
    private static final Duration KEEP = Duration.ofDays(14);
    private static final RunRowWriter.Limits SMALL = new RunRowWriter.Limits(3, 10_000, 8, 100_000);

    private final SiteDatabases databases;
    private final Database web;

    /** @param site with a shop in {@code web}, and in {@code pronto} a database that nothing is sent to */
    RunRowStoreCases(SiteSettings site) {
        databases = SiteDatabases.open(site);
        web = databases.get("web");
        TargetState.prepare(web);
    }

    @BeforeEach
    void forget() throws SQLException {
        sql("delete from %s where site = 'ROWS'");
    }

    @AfterEach
    void leave() throws SQLException {
        forget();
        databases.close();
    }

    @Test
    void rows_are_read_as_they_were_written() throws SQLException {
        List<RunRow> rows = List.of(
                new RunRow(
                        "web.product",
                        Fate.UPDATED,
                        "product_code=A",
                        values("price", "129.00", "title", null),
                        values("price", "12.90", "title", ""),
                        null,
                        null,
                        "price falls by half"),
                new RunRow(
                        "web.product",
                        Fate.INSERTED,
                        "product_code=Ä😀",
                        Map.of(),
                        values("b", "2", "a", "1"),
                        null,
                        null,
                        null),
                new RunRow(
                        "web.product",
                        Fate.REMOVED,
                        "product_code=C",
                        values("a", "\u0000\n\t\"\\"),
                        Map.of(),
                        null,
                        null,
                        null),
                new RunRow(
                        "web.price",
                        Fate.REFUSED,
                        "x=\uD800",
                        Map.of(),
                        Map.of(),
                        "currency",
                        "may not be empty",
                        null),
                new RunRow("web.price", Fate.HELD, "x=1", Map.of(), values("a", null), null, "stocktake", null));
        RunRowWriter writer = write(1, null, rows);

        assertThat(writer.complete()).isTrue();
        assertThat(read(1, RunRowFilter.ALL)).isEqualTo(rows);
        assertThat(read(1, RunRowFilter.ALL).get(1).after().keySet()).containsExactly("b", "a");
    }

    @Test
    void a_database_that_nothing_was_sent_to_keeps_no_rows() {
        Database pronto = databases.get("pronto");

        assertThat(RunRowStore.summary(pronto, SITE, 1)).isEmpty();
        assertThat(RunRowStore.read(pronto, SITE, 1, RunRowFilter.ALL, 0, 10).rows())
                .isEmpty();
        assertThat(RunRowStore.deleteExpired(pronto)).isZero();
        assertThat(RunRowStore.summary(web, SITE, 1)).isEmpty();
    }

    @Test
    void filters_take_table_fate_rule_and_a_text_of_the_key() throws SQLException {
        write(
                2,
                SMALL,
                List.of(
                        row("web.product", Fate.UPDATED, "A-1", "price falls by half"),
                        row("web.product", Fate.UPDATED, "B-1", null),
                        row("web.price", Fate.INSERTED, "a-1", null),
                        row("web.price", Fate.REMOVED, "C-2", "row is removed"),
                        row("web.product", Fate.INSERTED, "D-2", null)));

        assertThat(keys(new RunRowFilter("web.price", null, false, null))).containsExactly("a-1", "C-2");
        assertThat(keys(new RunRowFilter(null, Fate.INSERTED, false, null))).containsExactly("a-1", "D-2");
        assertThat(keys(new RunRowFilter(null, null, true, null))).containsExactly("A-1", "C-2");
        assertThat(keys(new RunRowFilter(null, null, false, "A-"))).containsExactly("A-1", "a-1");
        assertThat(keys(new RunRowFilter("web.price", Fate.REMOVED, true, "2"))).containsExactly("C-2");
        assertThat(keys(new RunRowFilter("web.stock", null, false, null))).isEmpty();
    }

    @Test
    void slices_follow_each_other_over_the_pages() throws SQLException {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            rows.add(row("t", i % 2 == 0 ? Fate.UPDATED : Fate.INSERTED, "k" + i, null));
        }
        write(3, SMALL, rows);
        RunRowFilter even = new RunRowFilter(null, Fate.UPDATED, false, null);

        RunRowSlice first = RunRowStore.read(web, SITE, 3, even, 0, 3);
        RunRowSlice second = RunRowStore.read(web, SITE, 3, even, first.next(), 3);

        assertThat(first.rows()).extracting(RunRowSlice.Numbered::number).containsExactly(2L, 4L, 6L);
        assertThat(first.next()).isEqualTo(6);
        assertThat(second.rows()).extracting(each -> each.row().key()).containsExactly("k8");
        assertThat(second.next()).isNull();
        assertThat(RunRowStore.read(web, SITE, 3, even, 0, 4).next()).isNull();
        assertThat(RunRowStore.read(web, SITE, 3, even, 99, 4).rows()).isEmpty();
    }

    @Test
    void counts_are_known_without_reading_rows() throws SQLException {
        write(
                4,
                SMALL,
                List.of(
                        row("web.product", Fate.UPDATED, "1", null),
                        row("web.product", Fate.UPDATED, "2", "price falls by half"),
                        row("web.product", Fate.REMOVED, "3", null),
                        row("web.product", Fate.UPDATED, "4", null),
                        row("web.price", Fate.UPDATED, "5", null)));
        sql("update %s set content = '' where site = 'ROWS'");

        RunRowSummary summary = RunRowStore.summary(web, SITE, 4).orElseThrow();

        assertThat(summary.counts())
                .containsExactly(
                        new RunRowCount("web.product", Fate.UPDATED, null, 2),
                        new RunRowCount("web.product", Fate.UPDATED, "price falls by half", 1),
                        new RunRowCount("web.product", Fate.REMOVED, null, 1),
                        new RunRowCount("web.price", Fate.UPDATED, null, 1));
        assertThat(summary.rows()).isEqualTo(5);
        assertThat(summary.rows(new RunRowFilter(null, null, true, null))).isEqualTo(1);
        assertThat(summary.complete(counts(0, 4, 1))).isTrue();
        assertThat(summary.complete(counts(1, 4, 1))).isFalse();
    }

    @Test
    void beyond_the_limit_rows_are_only_counted() throws SQLException {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            rows.add(row("t", Fate.INSERTED, "k" + i, null));
        }
        RunRowWriter writer = write(5, SMALL, rows);

        assertThat(writer.complete()).isFalse();
        RunRowSummary summary = RunRowStore.summary(web, SITE, 5).orElseThrow();
        assertThat(summary.rows()).isEqualTo(8);
        assertThat(summary.leftOut()).isEqualTo(12);
        assertThat(summary.complete(counts(20, 0, 0))).isFalse();
        assertThat(read(5, RunRowFilter.ALL)).hasSize(8);
    }

    @Test
    void what_is_kept_is_measured_in_bytes_too() throws SQLException {
        Random random = new Random(7);
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(12_000, 'a', 'z' + 1).forEach(text::appendCodePoint);
            rows.add(new RunRow("t", Fate.INSERTED, "k" + i, Map.of(), values("v", text.toString()), null, null, null));
        }
        RunRowWriter writer = write(6, new RunRowWriter.Limits(1000, 10_000, 1000, 100_000), rows);

        assertThat(writer.complete()).isFalse();
        RunRowSummary summary = RunRowStore.summary(web, SITE, 6).orElseThrow();
        assertThat(summary.rows()).isBetween(8L, 14L);
        assertThat(summary.rows() + summary.leftOut()).isEqualTo(50);
        assertThat(longest()).as("one page for each row that is long").isLessThan(12_000);
    }

    @Test
    void pages_go_when_their_time_is_over_and_with_the_transaction_that_wrote_them() throws SQLException {
        write(7, SMALL, List.of(row("t", Fate.INSERTED, "kept", null)));
        write(8, SMALL, List.of(row("t", Fate.INSERTED, "old", null)));
        sql("update %s set kept_until = kept_until - interval '14' day where site = 'ROWS' and run = 8");
        try (Connection connection = web.connect()) {
            connection.setAutoCommit(false);
            add(connection, 9, SMALL, List.of(row("t", Fate.INSERTED, "never", null)));
            connection.rollback();
        }

        assertThat(RunRowStore.deleteExpired(web)).isEqualTo(1);

        assertThat(read(7, RunRowFilter.ALL)).hasSize(1);
        assertThat(RunRowStore.summary(web, SITE, 8)).isEmpty();
        assertThat(RunRowStore.summary(web, SITE, 9)).isEmpty();
    }

    @Test
    void a_hundred_thousand_rows_are_written_and_read_in_little_memory() throws SQLException, IOException {
        try (Connection connection = web.connect()) {
            connection.setAutoCommit(false);
            RunRowWriter writer = new RunRowWriter(page -> RunRowStore.write(connection, SITE, 10, page, KEEP));
            for (int i = 0; i < 100_001; i++) {
                writer.add(new RunRow(
                        "web.product",
                        Fate.UPDATED,
                        "product_code=" + i,
                        values("price", i + ".00"),
                        values("price", i + ".50"),
                        null,
                        null,
                        i % 1000 == 0 ? "price falls by half" : null));
            }
            writer.finish();
            connection.commit();
            assertThat(writer.complete()).isFalse();
        }
        long[] seen = {0};
        RunRowStore.each(web, SITE, 10, RunRowFilter.ALL, 0, (number, row) -> ++seen[0] > 0);
        assertThat(seen[0]).isEqualTo(100_000);
        assertThat(longest()).isLessThan(100_000);
        assertThat(RunRowStore.summary(web, SITE, 10).orElseThrow().leftOut()).isEqualTo(1);
        assertThat(RunRowStore.read(web, SITE, 10, RunRowFilter.ALL, 99_990, 100)
                        .rows())
                .hasSize(10);
    }

    private RunRowWriter write(long run, RunRowWriter.@Nullable Limits limits, List<RunRow> rows) throws SQLException {
        try (Connection connection = web.connect()) {
            return add(connection, run, limits, rows);
        }
    }

    private static RunRowWriter add(
            Connection connection, long run, RunRowWriter.@Nullable Limits limits, List<RunRow> rows)
            throws SQLException {
        RunRowWriter.Sink sink = page -> RunRowStore.write(connection, SITE, run, page, KEEP);
        RunRowWriter writer = limits == null ? new RunRowWriter(sink) : new RunRowWriter(limits, sink);
        for (RunRow row : rows) {
            writer.add(row);
        }
        writer.finish();
        return writer;
    }

    private List<RunRow> read(long run, RunRowFilter filter) {
        return RunRowStore.read(web, SITE, run, filter, 0, 1000).rows().stream()
                .map(RunRowSlice.Numbered::row)
                .toList();
    }

    private List<String> keys(RunRowFilter filter) {
        return read(2, filter).stream().map(RunRow::key).toList();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = web.connect()) {
            connection.createStatement().executeUpdate(statement.formatted(pages()));
        }
    }

    private String pages() {
        return web.vendor().kept("run_page");
    }

    private int longest() throws SQLException {
        try (Connection connection = web.connect()) {
            var result = connection
                    .createStatement()
                    .executeQuery("select max(length(content)) from %s where site = 'ROWS'".formatted(pages()));
            result.next();
            return result.getInt(1);
        }
    }

    private static SendCounts counts(long inserted, long updated, long removed) {
        return new SendCounts(inserted + updated + removed, 0, inserted, updated, removed, 0, 0, 0);
    }

    private static RunRow row(String table, Fate fate, String key, @Nullable String attention) {
        return new RunRow(table, fate, key, Map.of(), Map.of(), null, null, attention);
    }

    private static Map<String, @Nullable String> values(@Nullable String... pairs) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }
}
