package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F42 to F44, F57: a key names one row, whatever its type, its order and what its server calls equal. */
@ExtendWith(Installation.Shared.class)
class KeysTest {

    private static final String COLLATION =
            "create collation lab.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);";

    private final SendLab lab;

    KeysTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("text", "text", "'A','a','A ','Ä','ä','_','Z','z','','ß','ss','\uD83D\uDC04'"),
                Arguments.of("varchar(20)", "varchar(20)", "'a-1','a1','a 1','A1','a_1','ab'"),
                Arguments.of("char(5)", "char(5)", "'A','a','AB','A!','A\t'"),
                Arguments.of("text", "citext", "'A','a','B'"),
                Arguments.of("text", "text collate lab.nocase", "'A','a','B','b'"),
                Arguments.of("char(5)", "char(5) collate lab.nocase", "'A','a','B'"),
                Arguments.of("integer", "bigint", "-2147483648,-1,0,1,2147483647"),
                Arguments.of("smallint", "smallint", "-1,0,1"),
                Arguments.of("numeric", "numeric", "-1e30,-1.5,-1,0,0.001,1,1.5,10,9,1e30,'NaN','Infinity'"),
                Arguments.of("numeric", "numeric(8,2)", "-1.5,0,0.1,0.01,10,9"),
                Arguments.of("double precision", "double precision", "-1e300,-1,0,1e-300,1,'Infinity','NaN'"),
                Arguments.of(
                        "uuid",
                        "uuid",
                        "'00000000-0000-0000-0000-000000000001','ffffffff-0000-0000-0000-000000000000'"
                                + ",'80000000-0000-0000-0000-000000000000','7fffffff-ffff-ffff-ffff-ffffffffffff'"),
                Arguments.of(
                        "date",
                        "date",
                        "'-infinity','0044-03-15 BC','0001-01-01','2026-11-26','10000-01-01','infinity'"),
                Arguments.of(
                        "timestamp", "timestamp", "'0044-03-15 10:00:00 BC','1999-12-31 23:59:59.999999','2026-11-26'"),
                Arguments.of(
                        "timestamptz",
                        "timestamptz",
                        "'2026-04-05 02:30:00+11','2026-04-05 02:30:00+10','1850-01-01 00:00:00+00'"),
                Arguments.of("time", "time", "'00:00','10:00:00.000001','24:00:00'"),
                Arguments.of("boolean", "boolean", "false,true"),
                Arguments.of("bytea", "bytea", "'\\x','\\x00','\\x01ff','\\xff','\\x7f'"),
                Arguments.of("text", "lab.size", "'small','large','medium'"),
                Arguments.of("inet", "inet", "'10.0.0.1','9.0.0.1','::1'"),
                Arguments.of("interval", "interval", "'1 day','24 hours','-1 day','1 mon'"),
                Arguments.of("integer[]", "integer[]", "'{1,2}','{1,10}','{}','{-1}'"),
                Arguments.of("jsonb", "jsonb", "'{\"a\":1}','[1]','1','\"x\"'"));
    }

    /** Both sides are compared as they come; then each row is changed, and each second one removed. */
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("keys")
    void F43_every_type_of_key_names_its_own_row(String from, String to, String values) {
        lab.create(
                "create table lab.k (id %s, n int);".formatted(from),
                "create extension if not exists citext schema public; create type lab.size as enum ('small','medium','large');"
                        + COLLATION + "create table lab.k (id %s, n int);".formatted(to));
        lab.audit("k");
        lab.erp()
                .sql("insert into lab.k select v, row_number() over () from unnest(array[%s]::%s[]) v"
                        .formatted(values, from.equals("integer[]") ? "text" : from)
                        .replace("select v,", from.equals("integer[]") ? "select v::integer[]," : "select v,"))
                .update();
        int rows =
                lab.erp().sql("select count(*) from lab.k").query(Integer.class).single();
        for (String order : List.of("id::text", "id::text desc", "n desc")) {
            Step send = step("k", "id", "select * from lab.k order by " + order, each -> each.setGuard("none"));
            assertThat(lab.all(send).ok().counts().refused()).as(order).isZero();
        }
        assertThat(lab.audited()).isEqualTo(Map.of("k INSERT", (long) rows));

        Step changed = step("k", "id", "select * from lab.k where n > 0");
        lab.erp().sql("update lab.k set n = n + 100").update();
        assertThat(lab.changed(changed).ok().counts().updated()).isEqualTo(rows);
        assertThat(lab.audited()).isEqualTo(Map.of("k UPDATE", (long) rows));

        lab.erp().sql("delete from lab.k where n % 2 = 0").update();
        Sent sent = lab.confirmed(Mode.ALL, rows, step("k", "id")).ok();
        assertThat(sent.counts().removed()).isEqualTo(rows / 2);
        assertThat(lab.audited()).isEqualTo(Map.of("k DELETE", (long) (rows / 2)));
        assertThat(lab.verify(step("k", "id")).ok().counts().equal()).isEqualTo(rows - rows / 2);
        Sent undone = lab.undo(sent.run()).ok();
        assertThat(undone.counts().inserted()).isEqualTo(rows / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"citext", "text collate lab.nocase"})
    void F43_what_the_server_calls_equal_is_still_another_row(String type) {
        lab.create(
                "create table lab.k (id text, n int); insert into lab.k values ('a', 2)",
                "create extension if not exists citext schema public;" + COLLATION
                        + "create table lab.k (id %s, n int); insert into lab.k values ('a', 1), ('A', 1);"
                                .formatted(type));

        assertThat(lab.changed(step("k", "id")).ok().counts().updated()).isEqualTo(1);

        assertThat(lab.rows("k")).containsExactlyInAnyOrder("(a,2)", "(A,1)");
        assertThat(lab.confirmed(Mode.ALL, 1, step("k", "id")).ok().counts().removed())
                .isEqualTo(1);
        assertThat(lab.rows("k")).containsExactly("(a,2)");
    }

    @Test
    void F43_children_of_a_parent_of_another_case_stay() {
        lab.create(
                "create table lab.k (id text, line int); insert into lab.k values ('a', 1)",
                "create extension if not exists citext schema public; create table lab.k (id citext, line int);"
                        + "insert into lab.k values ('a', 1), ('a', 2), ('A', 1);");

        lab.changed(step("k", "id,line", "", send -> send.setWithin("id"))).ok();

        assertThat(lab.rows("k")).containsExactlyInAnyOrder("(a,1)", "(A,1)");
    }

    @Test
    void F43_a_composite_key_of_many_types_in_an_order_that_lies() {
        String columns = "a text, b numeric, c date, d boolean, n int";
        lab.create(
                "create table lab.k (%s);".formatted(columns) + """
                        insert into lab.k select x, y, z, w, 1
                          from unnest(array['b','a','A ','ä',E'\\t']) x, unnest(array[1.5,-1,10,9]) y,
                               unnest(array[date '2026-01-01','infinity','0044-01-01 BC']) z, unnest(array[true,false]) w
                        """,
                "create table lab.k (%s, primary key (d, c, a, b))".formatted(columns));
        for (String order :
                List.of("a,b,c,d", "a collate \"en_US.utf8\",b,c,d", "a,b desc,c,d", "random()", "d,c,b,a")) {
            Sent sent = lab.all(step(
                            "k", "a,b,c,d", "select * from lab.k order by " + order.replace("en_US.utf8", "und-x-icu")))
                    .ok();
            assertThat(sent.counts().equal() + sent.counts().inserted())
                    .as(order)
                    .isEqualTo(120);
        }
        assertThat(lab.rows("k")).hasSize(120);
    }

    /** The first thousand rows come in order, so that the lie is found later. */
    @Test
    void F43_an_order_that_lies_late_is_found_and_sorted() {
        lab.create(
                "create table lab.k (id text, n int); insert into lab.k select lpad(i::text, 6, '0'), i from generate_series(1, 3000) i",
                "create table lab.k (id text primary key, n int)");
        lab.audit("k");

        Sent sent = lab.all(step(
                        "k", "id", "select * from lab.k order by n < 2500 desc, case when n < 2500 then n else -n end"))
                .ok();

        assertThat(sent.counts().inserted()).isEqualTo(3000);
        assertThat(sent.report().toString()).contains("does not return its rows in the order of their keys (id)");
        assertThat(lab.audited()).isEqualTo(Map.of("k INSERT", 3000L));
    }

    @Test
    void F42_a_key_that_changed_takes_its_children_along() {
        lab.create("""
                create table lab.p (id text, n int); create table lab.k (id text, line int);
                insert into lab.p values ('old', 1), ('stays', 1); insert into lab.k values ('old', 1), ('stays', 1);
                """, """
                create table lab.p (id text primary key, n int);
                create table lab.k (id text references lab.p, line int, primary key (id, line));
                """);
        lab.all(step("p", "id"), step("k", "id,line")).ok();
        lab.erp()
                .sql("update lab.p set id = 'NEW' where id = 'old'; update lab.k set id = 'NEW' where id = 'old'")
                .update();

        Sent sent = lab.all(step("p", "id"), step("k", "id,line")).ok();

        assertThat(sent.counts().inserted()).isEqualTo(2);
        assertThat(sent.counts().removed()).isEqualTo(2);
        assertThat(lab.rows("p")).containsExactlyInAnyOrder("(NEW,1)", "(stays,1)");
        assertThat(lab.rows("k")).containsExactlyInAnyOrder("(NEW,1)", "(stays,1)");
    }

    @Test
    void F44_rows_without_a_key_and_rows_that_share_one_are_named_and_the_others_are_sent() {
        lab.create("""
                create table lab.k (id text, n int);
                insert into lab.k values ('a', 1), ('twice', 1), ('twice', 2), (null, 3), ('b', 4), ('c', 5);
                """, "create table lab.k (id text primary key, n int)");

        Sent sent = lab.all(step("k", "id")).ok();

        assertThat(lab.rows("k")).containsExactly("(a,1)", "(b,4)", "(c,5)");
        assertThat(of(Fate.REFUSED, sent))
                .hasSize(3)
                .extracting(RunRow::reason)
                .containsExactlyInAnyOrder(
                        "is empty, but it is part of the key",
                        "the source has more than one row with this key; a key must name one row",
                        "the source has more than one row with this key; a key must name one row");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ProductCode", "PRODUCTCODE", "product code", "select", "stk-code", "a\"b", "Käse", "x;drop"})
    void F57_columns_of_any_name_can_be_sent_to(String name) {
        String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
        lab.create(
                "create table lab.k (%s text, \"Price\" numeric, n int); insert into lab.k values ('a', 1, 1), ('b', 2, 2)"
                        .formatted(quoted),
                "create table lab.k (%s text primary key, \"Price\" numeric, n int)".formatted(quoted));

        assertThat(lab.all(step("k", name)).ok().counts().inserted()).isEqualTo(2);
        lab.erp().sql("update lab.k set \"Price\" = 9 where n = 1").update();
        assertThat(lab.changed(step("k", name)).ok().counts().updated()).isEqualTo(1);
        assertThat(lab.rows("k")).containsExactly("(a,9,1)", "(b,2,2)");
    }

    @Test
    void F57_two_columns_that_differ_by_case_alone_are_told_apart_by_a_mapping() {
        lab.create(
                "create table lab.k (id int, lower text, upper text); insert into lab.k values (1, 'l', 'u')",
                "create table lab.k (id int primary key, code text, \"Code\" text)");

        lab.all(step("k", "id", "", send -> send.setColumns("code=lower,Code=upper")))
                .ok();

        assertThat(lab.rows("k")).containsExactly("(1,l,u)");
    }
}
