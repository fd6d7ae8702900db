package io.drover.send;

import static io.drover.send.SendLab.step;
import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For tables and rows that nobody thought of: a Send All makes the target equal, and after any edits a Send Changed does
 * what docs/routes.md says. A failure prints its seed; more tries by {@code -Djqwik.tries.default=1000}.
 */
class SendPropertyTest {

    /** Values by type, few enough that rows meet. */
    private static final Map<String, List<String>> KEYS = Map.of(
            "integer", List.of("-1", "0", "1", "9", "10", "2147483647"),
            "numeric", List.of("-1.5", "0", "0.001", "1", "1e30", "NaN"),
            "text", List.of("", "A", "a", "A ", "ä", "_", "\uD83D\uDC04", "a,\"b\""),
            "char(4)", List.of("A", "a", "AB", "A!"),
            "uuid", List.of("00000000-0000-0000-0000-000000000001", "ffffffff-0000-0000-0000-000000000000"),
            "date", List.of("0044-03-15 BC", "2026-11-26", "infinity", "10000-01-01"),
            "boolean", List.of("true", "false"),
            "bytea", List.of("\\x", "\\x00ff", "\\xff"),
            "timestamptz", List.of("2026-04-05 02:30:00+11", "2026-04-05 02:30:00+10"));

    private static final Map<String, List<String>> OTHERS = Map.ofEntries(
            entry("bigint", List.of("0", "1", "4294967296", "9223372036854775807")),
            entry("numeric(8,2)", List.of("0", "1.50", "-1.50", "NaN", "-999999.99")),
            entry("numeric", List.of("0", "5", "-5", "50000", "NaN", "Infinity", "-Infinity")),
            entry("double precision", List.of("0.1", "1e300", "NaN", "-Infinity")),
            entry("varchar(20)", List.of("", "x", "Käse  ", "\uD83D\uDC04\uD83D\uDC04")),
            entry(
                    "timestamp",
                    List.of(
                            "infinity",
                            "2026-11-26 10:00:00.123456",
                            "2000-01-01 00:00:00.000001",
                            "2000-01-01 01:11:34.967296")),
            entry("time", List.of("00:00", "24:00", "00:00:00.000001", "01:11:34.967296")),
            entry("jsonb", List.of("{\"a\": [1, null]}", "\"x\"", "1.10")),
            entry("integer[]", List.of("{}", "{1,NULL}")),
            entry("interval", List.of("1 day", "24:00:00")),
            entry("text", List.of("null", "it's", "\\N", "a\tb\nc")));

    private static Installation drover;
    private static SendLab lab;

    @BeforeContainer
    static void start() {
        drover = Installation.start();
        lab = new SendLab(drover);
    }

    @AfterContainer
    static void stop() {
        lab.close();
        drover.close();
    }

    /**
     * A table.
     *
     * @param keys types of the key's columns
     * @param indexed whether the target has an index on them
     */
    record Shape(List<String> keys, List<String> others, boolean indexed) {

        List<String> types() {
            List<String> types = new ArrayList<>(keys);
            types.addAll(others);
            return types;
        }

        String key() {
            return IntStream.range(0, keys.size()).mapToObj(i -> "c" + i).collect(joining(","));
        }

        String names() {
            return IntStream.range(0, types().size()).mapToObj(i -> "c" + i).collect(joining(", "));
        }

        String columns() {
            return IntStream.range(0, types().size())
                    .mapToObj(i -> "c%d %s%s".formatted(i, types().get(i), i < keys.size() ? " not null" : ""))
                    .collect(joining(", "));
        }

        /** @param row a number for each column, that chooses one of the values of its type */
        String values(List<Integer> row) {
            return IntStream.range(0, types().size())
                    .mapToObj(i -> value(i, row.get(i)))
                    .collect(joining(", "));
        }

        private String value(int column, int choice) {
            String type = types().get(column);
            List<String> values = column < keys.size() ? KEYS.get(type) : OTHERS.get(type);
            int n = choice % (values.size() + (column < keys.size() ? 0 : 1));
            return n == values.size()
                    ? "null"
                    : "'%s'::%s".formatted(values.get(n).replace("'", "''"), type);
        }

        String assignments(List<Integer> row) {
            return IntStream.range(keys.size(), types().size())
                    .mapToObj(i -> "c%d = %s".formatted(i, value(i, row.get(i))))
                    .collect(joining(", "));
        }
    }

    enum What {
        INSERT,
        UPDATE,
        UPDATE_WITHOUT_STAMP,
        DELETE,
        GONE,
        BACK,
        SEND_CHANGED,
        SEND_ALL
    }

    /** @param at chooses one of the rows */
    record Edit(What what, int at, List<Integer> row) {}

    @Provide
    Arbitrary<Shape> shapes() {
        return shapes(OTHERS.keySet());
    }

    @Provide
    Arbitrary<Shape> hashedShapes() {
        Set<String> types = new TreeSet<>(OTHERS.keySet());
        types.removeAll(Set.of("jsonb", "integer[]", "interval"));
        return shapes(types);
    }

    private static Arbitrary<Shape> shapes(Set<String> others) {
        return Combinators.combine(
                        Arbitraries.of(KEYS.keySet().stream().sorted().toList())
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.of(others.stream().sorted().toList())
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(6),
                        Arbitraries.of(true, false))
                .as(Shape::new);
    }

    @Provide
    Arbitrary<List<Integer>> row() {
        return Arbitraries.integers().between(0, 99).list().ofSize(9);
    }

    @Provide
    Arbitrary<List<List<Integer>>> rows() {
        return row().list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(
                        Arbitraries.of(What.class), Arbitraries.integers().between(0, 99), row())
                .as(Edit::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(30);
    }

    @AfterTry
    void forget() {
        lab.hold().hashing(Integer.MAX_VALUE);
    }

    private static void create(Shape shape, List<List<Integer>> sourceRows, List<List<Integer>> targetRows) {
        String columns = shape.columns();
        lab.create(
                "create table lab.t (%1$s, gone boolean not null default false, stamp timestamptz not null default clock_timestamp(), primary key (%2$s)); create table lab.model (%1$s, primary key (%2$s)); create table lab.sent (newest timestamptz);"
                        .formatted(columns, shape.key()),
                "create table lab.t (%s%s);"
                        .formatted(columns, shape.indexed() ? ", primary key (" + shape.key() + ")" : ""));
        for (List<Integer> row : sourceRows) {
            insert(shape, row);
        }
        for (List<Integer> row : targetRows) {
            lab.web()
                    .sql("insert into lab.t select %1$s where not exists (select from lab.t where (%2$s) = (%3$s))"
                            .formatted(shape.values(row), shape.key(), keyValues(shape, row)))
                    .update();
            lab.erp()
                    .sql("insert into lab.model values (%s) on conflict do nothing".formatted(shape.values(row)))
                    .update();
        }
    }

    private static String keyValues(Shape shape, List<Integer> row) {
        return IntStream.range(0, shape.keys().size())
                .mapToObj(i -> shape.value(i, row.get(i)))
                .collect(joining(", "));
    }

    private static void insert(Shape shape, List<Integer> row) {
        lab.erp()
                .sql("insert into lab.t (%s) values (%s) on conflict do nothing"
                        .formatted(shape.names(), shape.values(row)))
                .update();
    }

    private static Step send(Shape shape) {
        return step("t", shape.key(), """
                select %s, gone, stamp from lab.t
                 where cast(:since as timestamp) is null or stamp >= cast(:since as timestamp)
                """.formatted(shape.names()), each -> each.setGuard("none"));
    }

    private static List<String> model() {
        return lab.erp()
                .sql("select m::text from lab.model m")
                .query(String.class)
                .list();
    }

    @Property
    void after_send_all_the_target_is_the_source_row_by_row(
            @ForAll("shapes") Shape shape,
            @ForAll("rows") List<List<Integer>> source,
            @ForAll("rows") List<List<Integer>> target) {
        create(shape, source, target);

        lab.all(send(shape)).ok();

        modelAll(shape);
        assertThat(lab.rows("t")).containsExactlyInAnyOrderElementsOf(model());
        SendCounts again = lab.all(send(shape)).ok().counts();
        assertThat(again.equal()).as("equal when sent again").isEqualTo(again.read());
    }

    /** Rows that few edits lie between, as at night, in tables of the types that servers hash alike. */
    @Property
    void after_send_all_by_hashes_the_target_is_the_source_row_by_row(
            @ForAll("hashedShapes") Shape shape,
            @ForAll("rows") List<List<Integer>> source,
            @ForAll("edits") List<Edit> edits) {
        create(shape, source, source);
        lab.hashing(0);

        for (Edit edit : edits) {
            if (edit.what() != What.SEND_CHANGED) {
                apply(shape, edit);
            }
        }
        Sent sent = lab.all(send(shape)).ok();

        modelAll(shape);
        assertThat(lab.rows("t")).containsExactlyInAnyOrderElementsOf(model());
        SendCounts counts = sent.counts();
        if (counts.equal() > 0) {
            assertThat(sent.report()).anyMatch(line -> line.contains("equal by their hashes"));
        }
        lab.hashing(Integer.MAX_VALUE);
        SendCounts whole = lab.all(send(shape)).ok().counts();
        assertThat(whole.equal())
                .as("equal when whole rows are compared")
                .isEqualTo(counts.equal() + counts.inserted() + counts.updated());
    }

    @Property
    void after_any_edits_send_changed_does_what_the_rules_say(
            @ForAll("shapes") Shape shape,
            @ForAll("rows") List<List<Integer>> source,
            @ForAll("rows") List<List<Integer>> target,
            @ForAll("edits") List<Edit> edits) {
        create(shape, source, target);
        for (Edit edit : edits) {
            apply(shape, edit);
        }
        apply(shape, new Edit(What.SEND_CHANGED, 0, List.of()));
        apply(shape, new Edit(What.SEND_ALL, 0, List.of()));
    }

    private static void apply(Shape shape, Edit edit) {
        switch (edit.what()) {
            case INSERT -> insert(shape, edit.row());
            case UPDATE ->
                edit(shape, edit, "update lab.t set stamp = clock_timestamp(), " + shape.assignments(edit.row()));
            case UPDATE_WITHOUT_STAMP -> edit(shape, edit, "update lab.t set " + shape.assignments(edit.row()));
            case DELETE -> edit(shape, edit, "delete from lab.t");
            case GONE -> edit(shape, edit, "update lab.t set stamp = clock_timestamp(), gone = true");
            case BACK -> edit(shape, edit, "update lab.t set stamp = clock_timestamp(), gone = false");
            case SEND_CHANGED -> {
                if (isOlderThanSent()) {
                    assertThat(lab.changed(send(shape)).problem()).contains("has no row stamped", "Send All");
                    assertThat(lab.rows("t")).as("after a failure").containsExactlyInAnyOrderElementsOf(model());
                    apply(shape, new Edit(What.SEND_ALL, 0, List.of()));
                    return;
                }
                LocalDateTime since = lab.since();
                lab.changed(send(shape)).ok();
                modelChanged(shape, since);
                assertThat(lab.rows("t"))
                        .as("after Send Changed since " + since)
                        .containsExactlyInAnyOrderElementsOf(model());
            }
            case SEND_ALL -> {
                lab.all(send(shape)).ok();
                modelAll(shape);
                assertThat(lab.rows("t")).as("after Send All").containsExactlyInAnyOrderElementsOf(model());
            }
        }
    }

    /** Of one row, if there is one. */
    private static void edit(Shape shape, Edit edit, String what) {
        lab.erp()
                .sql(
                        "%s where ctid = (select ctid from lab.t order by %s offset %d %% greatest((select count(*) from lab.t), 1) limit 1)"
                                .formatted(what, shape.key(), edit.at()))
                .update();
    }

    /** True when the newest row that was sent is deleted or has an older state: docs/routes.md, {@code stamp}. */
    private static boolean isOlderThanSent() {
        return lab.erp()
                .sql(
                        "select exists (select from lab.sent where newest > (select coalesce(max(stamp), '-infinity') from lab.t))")
                .query(Boolean.class)
                .single();
    }

    private static void modelStamp() {
        lab.erp()
                .sql("delete from lab.sent; insert into lab.sent select max(stamp) from lab.t")
                .update();
    }

    private static void modelAll(Shape shape) {
        lab.erp()
                .sql("delete from lab.model; insert into lab.model select %s from lab.t where not gone"
                        .formatted(shape.names()))
                .update();
        modelStamp();
    }

    /** Rows stamped since are made equal or, when they left the set, removed; no other row is touched. */
    private static void modelChanged(Shape shape, LocalDateTime since) {
        String read = since == null ? "true" : "stamp >= timestamp '%s'".formatted(since);
        String set = IntStream.range(shape.keys().size(), shape.types().size())
                .mapToObj(i -> "c%1$d = excluded.c%1$d".formatted(i))
                .collect(joining(", "));
        lab.erp()
                .sql("delete from lab.model where (%1$s) in (select %1$s from lab.t where gone and %2$s);"
                                .formatted(shape.key(), read)
                        + "insert into lab.model select %s from lab.t where not gone and %s on conflict (%s) do update set %s"
                                .formatted(shape.names(), read, shape.key(), set))
                .update();
        modelStamp();
    }
}
