package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.send.SendOptions.Only;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code send:} does to a table, on real tables with triggers that count what really changes. */
@ExtendWith(Installation.Shared.class)
class SendTest {

    private static final SendProgress NO_PROGRESS = new SendProgress() {
        @Override
        public void rows(long done) {}

        @Override
        public void step(String words) {}
    };

    private final SiteDatabases databases;
    private final JdbcClient web;
    private final SendMemory memory = new SendMemory();
    private Set<HeldKey> held = Set.of();
    private long runNumber;

    SendTest(Installation drover) {
        databases = SiteDatabases.open(drover.server().settings().sites().get(0));
        web = drover.web();
    }

    @BeforeEach
    void make_tables() {
        web.sql("""
                drop schema if exists shop cascade;
                create schema shop;
                create table shop.parent (code text primary key, name varchar(10), price numeric(8,2), extra text default 'kept');
                create table shop.child (code text references shop.parent, line int, note text, primary key (code, line));
                create table shop.change (what text, code text);
                create function shop.count() returns trigger language plpgsql as $$
                  begin insert into shop.change values (tg_op, coalesce(new.code, old.code)); return null; end $$;
                create trigger count after insert or update or delete on shop.parent
                  for each row execute function shop.count();
                create trigger count after insert or update or delete on shop.child
                  for each row execute function shop.count();
                """).update();
    }

    @AfterEach
    void drop_tables() {
        web.sql(
                        "drop schema shop cascade; delete from drover.ledger where task = 'test'; delete from drover.watermark where task = 'test'; delete from drover.fence where queue = 'test'; delete from drover.run_page where site = 'TEST'; delete from drover.table_owner where site = 'TEST'")
                .update();
        databases.close();
    }

    @Test
    void PF12_PF15_all_makes_the_table_equal_and_writes_only_what_differs() {
        send(Mode.ALL, parents(row("A", "one", "1.50"), row("B", "two", "2"), row("C", "three", null)));
        web.sql("truncate shop.change").update();
        SendCounts counts =
                send(Mode.ALL, parents(row("A", "one", "1.5"), row("B", "TWO", "2"), row("D", "four", "4")));
        assertThat(counts).isEqualTo(new SendCounts(4, 1, 1, 1, 1, 0, 0, 0));
        assertThat(table("parent")).containsExactly("(A,one,1.50,kept)", "(B,TWO,2.00,kept)", "(D,four,4.00,kept)");
        assertThat(changes()).containsExactlyInAnyOrder("UPDATE B", "INSERT D", "DELETE C");
    }

    @Test
    void changed_applies_rows_and_removes_only_those_flagged_gone() {
        send(Mode.ALL, parents(row("A", "one", "1"), row("B", "two", "2"), row("C", "three", "3")));
        SendCounts counts = send(
                Mode.CHANGED,
                step(
                        options("parent", "code"),
                        List.of(
                                Map.of("gone", false, "name", "uno", "code", "A"),
                                Map.of("code", "B", "gone", true),
                                Map.of("gone", "Y", "code", "X"))));
        assertThat(counts).isEqualTo(new SendCounts(3, 0, 0, 1, 1, 0, 0, 1));
        assertThat(table("parent")).containsExactly("(A,uno,1.00,kept)", "(C,three,3.00,kept)");
    }

    @Test
    void IF16_children_are_completed_within_the_parents_of_the_run_and_no_others() {
        send(
                Mode.ALL,
                parents(row("A", "one", "1"), row("B", "two", "2"), row("C", "three", "3")),
                children(line("A", 1), line("A", 2), line("B", 1), line("C", 1)));
        send(
                Mode.CHANGED,
                step(
                        options("parent", "code"),
                        List.of(
                                Map.of("code", "A", "gone", false),
                                Map.of("code", "B", "gone", false),
                                Map.of("code", "C", "gone", true))),
                children(line("A", 2), line("A", 3)));
        assertThat(table("child"))
                .as("A completed, B lost its last, C went with its parent")
                .containsExactly("(A,2,n2)", "(A,3,n3)");
        assertThat(table("parent")).hasSize(2);
        send(Mode.CHANGED, children(line("B", 7)));
        assertThat(table("child")).contains("(A,2,n2)", "(A,3,n3)", "(B,7,n7)");
    }

    @Test
    void compare_makes_the_table_equal_in_mode_changed_too() {
        send(Mode.ALL, parents(row("A", "one", "1"), row("B", "two", "2")));
        SendOptions compare = options("parent", "code", send -> send.setCompare(true));
        SendCounts counts = send(Mode.CHANGED, step(compare, List.of(row("A", "one", "1"))));
        assertThat(counts.removed()).isEqualTo(1);
        assertThat(table("parent")).hasSize(1);
    }

    @Test
    void only_update_and_only_insert_keep_to_their_part() {
        send(Mode.ALL, parents(row("A", "one", "1"), row("B", "two", "2")));
        SendCounts updated =
                send(Mode.ALL, step(limited(Only.UPDATE), List.of(row("A", "uno", "1"), row("N", "new", "9"))));
        assertThat(updated).isEqualTo(new SendCounts(2, 0, 0, 1, 0, 0, 0, 1));
        SendCounts inserted =
                send(Mode.ALL, step(limited(Only.INSERT), List.of(row("A", "UNO", "1"), row("N", "new", "9"))));
        assertThat(inserted).isEqualTo(new SendCounts(2, 1, 1, 0, 0, 0, 0, 0));
        assertThat(table("parent")).containsExactly("(A,uno,1.00,kept)", "(B,two,2.00,kept)", "(N,new,9.00,kept)");
    }

    @Test
    void an_empty_source_removes_nothing() {
        send(Mode.ALL, parents(row("A", "one", "1")));
        assertThatThrownBy(() -> send(Mode.ALL, parents()))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("the source is empty");
        assertThat(table("parent")).hasSize(1);
    }

    @Test
    void a_half_loaded_source_removes_nothing() {
        List<Map<String, Object>> many =
                IntStream.range(0, 1200).mapToObj(n -> row("P" + n, "n", "1")).toList();
        send(Mode.ALL, step(options("parent", "code"), many));
        assertThatThrownBy(() -> send(Mode.ALL, step(options("parent", "code"), many.subList(0, 600))))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("600 of 1,200 rows of shop.parent would be removed");
        assertThat(table("parent")).hasSize(1200);
        assertThat(send(Mode.ALL, step(options("parent", "code"), many.subList(0, 700)))
                        .removed())
                .as("500 rows may go")
                .isEqualTo(500);
    }

    @Test
    void what_does_not_fit_is_refused_with_key_column_and_reason() {
        send(Mode.ALL, parents(row("A", "one", "1")));
        refused(
                row("B", "eleven char", "1"),
                "shop.parent, row code=B: column name: text of 11 characters, the column takes 10: 'eleven cha…'");
        refused(row("B", "n", "1.005"), "row code=B: column price: number 1.005 has 3 decimals, the column takes 2");
        refused(row("B", "n", "1234567"), "row code=B: column price: number 1234567 has more than the 6 digits");
        refused(row("B", "n", "abc"), "row code=B: column price: 'abc' is not a number");
        refused(row(null, "n", "1"), "column code: is empty, but it is part of the key");
        refused(row("B", "a\u0000b", "1"), "row code=B: column name: text holds a NUL character");
        refused(row("B", "a\uD800b", "1"), "row code=B: column name: text holds half a character (U+D800)");
        assertThatThrownBy(() -> send(Mode.ALL, strict(row("B", "n", "1"), row("C", "n", "1"), row("B", "m", "2"))))
                .hasMessageContaining("row code=B: the source has more than one row with this key");
        assertThat(table("parent")).containsExactly("(A,one,1.00,kept)");
    }

    private void refused(Map<String, Object> row, String message) {
        assertThatThrownBy(() -> send(Mode.CHANGED, strict(row)))
                .isInstanceOf(SendException.class)
                .hasMessageContaining(message);
    }

    @Test
    void columns_that_do_not_fit_are_all_named_before_anything_is_written() {
        Map<String, Object> row = Map.of("name", "n", "colour", "red", "size", 3);
        assertThatThrownBy(() -> send(Mode.ALL, parents(row)))
                .hasMessageContaining("the table has no column colour")
                .hasMessageContaining("the table has no column size")
                .hasMessageContaining("does not return the key column code");
        assertThatThrownBy(() -> send(Mode.ALL, step(options("parentt", "code"), List.of(row))))
                .hasMessageContaining("no table shop.parentt");
        assertThatThrownBy(() -> send(Mode.ALL, step(options("parent", "id"), List.of(row))))
                .hasMessageContaining("shop.parent has no column id; it has [code, name, price, extra]");
    }

    @Test
    void rows_with_other_columns_than_the_first_are_refused() {
        assertThatThrownBy(() -> send(
                        Mode.ALL, step(options("parent", "code"), List.of(row("A", "n", "1"), Map.of("code", "B")))))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("a row has the columns [code], but the first one had [code, name, price]");
    }

    @Test
    void declared_truncation_is_counted() {
        SendOptions truncating = options("parent", "code", send -> send.setTruncate("name"));
        SendSession session = session(Mode.ALL);
        run(session, step(truncating, List.of(row("A", "😀 eleven character", "1"), row("B", "short", "1"))));
        assertThat(session.notes()).containsExactly("shop.parent.name: 1 texts cut to the column's length");
        assertThat(table("parent")).contains("(A,\"😀 eleven c\",1.00,kept)");
    }

    @Test
    void a_run_that_was_taken_over_cannot_commit() {
        send(Mode.ALL, parents(row("A", "one", "1")));
        SendSession late = session(Mode.ALL, 0);
        assertThatThrownBy(() -> run(late, parents(row("A", "late", "1"))))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("was taken over");
        assertThat(table("parent")).containsExactly("(A,one,1.00,kept)");
    }

    @Test
    void watermark_is_the_time_of_the_snapshot_less_the_overlap_and_moves_only_with_a_commit() {
        assertThat(since(Mode.CHANGED)).as("before the first send").isNull();
        send(Mode.CHANGED, parents(row("A", "one", "1")));
        var first = since(Mode.CHANGED);
        assertThat(first).isNotNull();
        assertThatThrownBy(() -> send(Mode.CHANGED, strict(row("B", "far too long a name", "1"))))
                .isInstanceOf(SendException.class);
        assertThat(since(Mode.CHANGED)).isEqualTo(first);
        send(Mode.ALL, parents(row("A", "one", "1")));
        assertThat(since(Mode.CHANGED)).isAfter(first);
        assertThat(since(Mode.ALL)).isNull();
    }

    private record Step(SendOptions options, List<? extends Map<String, Object>> rows) {}

    private static Step step(SendOptions options, List<? extends Map<String, Object>> rows) {
        return new Step(options, rows);
    }

    @SafeVarargs
    private static Step parents(Map<String, Object>... rows) {
        return step(options("parent", "code"), Arrays.asList(rows));
    }

    /** Parents of which none may be refused. */
    @SafeVarargs
    private static Step strict(Map<String, Object>... rows) {
        return step(options("parent", "code", send -> send.setRefuse(0)), Arrays.asList(rows));
    }

    @SafeVarargs
    private static Step children(Map<String, Object>... rows) {
        SendOptions options = options("child", "code,line", send -> send.setWithin("code"));
        return step(options, Arrays.asList(rows));
    }

    private static SendOptions options(String table, String key) {
        return options(table, key, send -> {});
    }

    /** The options as a route file gives them. */
    private static SendOptions options(String table, String key, Consumer<SendEndpoint> more) {
        SendEndpoint send = new SendEndpoint("send:shop." + table, null);
        send.setTable("shop." + table);
        send.setKey(key);
        more.accept(send);
        return send.options();
    }

    private static SendOptions limited(Only only) {
        return options("parent", "code", send -> send.setOnly(only.name().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Object> row(String code, String name, String price) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("code", code);
        row.put("name", name);
        row.put("price", price == null || !price.matches("[0-9.]+") ? price : new BigDecimal(price));
        return row;
    }

    private static Map<String, Object> line(String code, int line) {
        return Map.of("code", code, "line", line, "note", "n" + line);
    }

    private SendCounts send(Mode mode, Step... steps) {
        SendSession session = session(mode);
        run(session, steps);
        return session.counts();
    }

    private final Map<SendSession, RunConnections> open = new LinkedHashMap<>();

    private SendSession session(Mode mode) {
        return session(mode, ++runNumber);
    }

    private SendSession session(Mode mode, long token) {
        RunConnections connections = new RunConnections(databases, "pronto", Set.of("web"));
        SendRun run = new SendRun(
                "TEST",
                "test",
                "test",
                mode,
                Purpose.SEND,
                ++runNumber,
                token,
                "pronto",
                "web",
                new TreeMap<>(),
                Duration.ofMinutes(10),
                held,
                false,
                Duration.ofDays(1),
                null);
        SendSession session = SendSession.begin(run, databases, connections, memory, NO_PROGRESS);
        open.put(session, connections);
        return session;
    }

    private LocalDateTime since(Mode mode) {
        SendSession session = session(mode);
        LocalDateTime since = session.since();
        open.get(session).close();
        return since;
    }

    private void run(SendSession session, Step... steps) {
        try {
            for (Step step : steps) {
                session.send(step.options(), step.rows());
            }
            session.complete();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            session.close();
            open.get(session).close();
        }
    }

    @AfterEach
    void close_sessions() {
        open.values().forEach(RunConnections::close);
    }

    private List<String> table(String name) {
        return web.sql("select t::text from shop.%s t order by 1".formatted(name))
                .query(String.class)
                .list();
    }

    private List<String> changes() {
        return web.sql("select what || ' ' || code from shop.change")
                .query(String.class)
                .list();
    }
}
