package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Send All between two PostgreSQL that reads whole only what differs, and when it must not. */
@ExtendWith(Installation.Shared.class)
class HashedSendTest {

    private static final String BY_HASHES = "equal by their hashes";
    private static final int ROWS = 30_000;

    private static SendLab lab;

    @BeforeAll
    static void open(Installation drover) {
        lab = new SendLab(drover);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @AfterEach
    void forget() {
        lab.hold().hashing(Integer.MAX_VALUE);
    }

    /** A few rows of these columns, the same on both sides, that are compared by hashes where that can be. */
    private static void small(String erpColumns, String webColumns, String rows) {
        lab.create("create table lab.t (%s)".formatted(erpColumns), "create table lab.t (%s)".formatted(webColumns));
        lab.erp().sql("insert into lab.t values " + rows).update();
        lab.web().sql("insert into lab.t values " + rows).update();
        lab.hashing(0);
    }

    private static Sent sendAll(Step... steps) {
        return lab.all(steps).ok();
    }

    private static void assertByHashes(Sent sent) {
        assertThat(sent.report()).anyMatch(line -> line.contains(BY_HASHES));
    }

    private static void assertWhole(Sent sent) {
        assertThat(sent.report()).noneMatch(line -> line.contains(BY_HASHES));
    }

    @Test
    void a_large_table_is_compared_by_hashes_and_only_what_differs_is_read() {
        large();
        lab.erp().sql("""
                        update lab.t set price = price + 1 where id % 100 = 3;
                        delete from lab.t where id % 1000 = 5;
                        insert into lab.t select id + 0.5, name, price from lab.t where id % 1000 = 7""").update();

        Sent sent = sendAll(step("t", "id"));

        assertThat(sent.report()).contains("lab.t: 29,670 rows are equal by their hashes, 360 read whole");
        assertThat(sent.counts()).isEqualTo(new SendCounts(ROWS + 30, 29_670, 30, 300, 30, 0, 0, 0));
        assertTargetIsSource();
    }

    private static void assertTargetIsSource() {
        assertThat(lab.rows("t"))
                .containsExactlyInAnyOrderElementsOf(lab.erp()
                        .sql("select t::text from lab.t")
                        .query(String.class)
                        .list());
    }

    private static void large() {
        String table = "create table lab.t (id numeric primary key, name text, price numeric(9, 2));";
        lab.create(table, table);
        String rows =
                "insert into lab.t select n, 'Thing ' || n, n / 7.0 from generate_series(1, %d) n".formatted(ROWS);
        lab.erp().sql(rows).update();
        lab.web().sql(rows).update();
        lab.web().sql("analyze lab.t").update();
        lab.hashing(20_000);
    }

    @Test
    void a_small_table_is_compared_whole() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a')");
        lab.hashing(20_000);

        assertWhole(sendAll(step("t", "id")));
    }

    @Test
    void where_very_many_rows_differ_whole_rows_are_compared() {
        large();
        lab.erp().sql("update lab.t set price = price + 1 where id % 5 = 0").update();

        Sent sent = sendAll(step("t", "id"));

        assertThat(sent.report())
                .contains("lab.t: more than 3,000 rows differ, or a key has no value, so whole rows were compared");
        assertThat(sent.counts()).isEqualTo(new SendCounts(ROWS, 24_000, 0, 6_000, 0, 0, 0, 0));
    }

    @Test
    void a_query_that_works_before_its_first_row_is_not_asked_twice() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a')");

        assertWhole(sendAll(step("t", "id", "select t.* from lab.t, pg_sleep(1.1)")));
        assertByHashes(sendAll(step("t", "id", "select t.* from lab.t, pg_sleep(0)")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from lab.t;", "table lab.t", "select ';' || name as name, id from lab.t"})
    void a_text_that_cannot_be_part_of_another_one_is_left_alone(String query) {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a')");

        assertWhole(sendAll(step("t", "id", query)));
    }

    @Test
    void a_verify_relies_on_no_hash_and_so_do_tables_with_held_rows() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a'), (2, 'b')");

        assertWhole(lab.verify(step("t", "id")).ok());
        assertByHashes(lab.preview(Mode.ALL, step("t", "id")).ok());
        assertWhole(lab.hold(new HeldKey("lab.t", "1")).all(step("t", "id")).ok());
    }

    @Test
    void parameters_and_comments_of_the_query_stay_and_names_may_be_odd() {
        small(
                "\"50% \"\"off\"\"\" int primary key, v text",
                "\"50% \"\"off\"\"\" int primary key, v text", "(1, 'a'), (2, 'b')");
        lab.erp().sql("update lab.t set v = 'c' where \"50% \"\"off\"\"\" = 2").update();

        Sent sent = sendAll(
                step("t", "50% \"off\"", "select * from lab.t where cast(:since as date) is null -- all of them"));

        assertByHashes(sent);
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,a)", "(2,c)");
    }

    @Test
    void F43_texts_that_only_a_collation_calls_equal_differ() {
        String collation =
                "create collation lab.same (provider = icu, locale = 'und-u-ks-level2', deterministic = false); ";
        String table = "create table lab.t (k text collate lab.same primary key, v text collate lab.same)";
        lab.create(collation + table, collation + table);
        lab.erp().sql("insert into lab.t values ('a', 'x'), ('B', 'Y')").update();
        lab.web().sql("insert into lab.t values ('a', 'X'), ('b', 'Y')").update();
        lab.hashing(0);

        Sent sent = sendAll(step("t", "k", "select * from lab.t", each -> each.setGuard("none")));

        assertByHashes(sent);
        // What the shop's own index calls a twin of "b" can be there once that is removed.
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(a,x)", "(B,Y)");
    }

    @ParameterizedTest
    @CsvSource({
        // the source's type, the target's, the value that the target gets
        "char(3), char(3), true, 'A  '",
        "char(3), char(5), true, 'A    '",
        "text, char(3), true, 'A  '",
        "char(3), text, false, 'A  '",
        "bpchar, bpchar, false, A",
        "varchar(9), text, true, A",
        "text, varchar(9), true, A"
    })
    void blanks_at_the_end_are_what_each_type_says(String erp, String web, boolean byHashes, String expected) {
        lab.create(
                "create table lab.t (id int primary key, v %s)".formatted(erp),
                "create table lab.t (id int primary key, v %s)".formatted(web));
        lab.erp().sql("insert into lab.t values (1, 'A')").update();
        lab.web().sql("insert into lab.t values (1, 'A')").update();
        lab.hashing(0);

        Sent sent = sendAll(step("t", "id"));

        assertThat(sent.report().stream().anyMatch(line -> line.contains(BY_HASHES)))
                .isEqualTo(byHashes);
        assertThat(lab.web()
                        .sql("select convert_from(bpcharsend(v::bpchar), 'UTF8') from lab.t")
                        .query(String.class)
                        .single())
                .isEqualTo(expected);
        assertThat(sendAll(step("t", "id")).counts().equal()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"int, bigint", "numeric, int", "timestamp, timestamptz", "jsonb, jsonb", "date, timestamp"})
    void types_that_are_not_hashed_alike_are_compared_whole(String erp, String web) {
        lab.create(
                "create table lab.t (id int primary key, v %s)".formatted(erp),
                "create table lab.t (id int primary key, v %s)".formatted(web));
        lab.erp().sql("insert into lab.t values (1, null)").update();
        lab.web().sql("insert into lab.t values (1, null)").update();
        lab.hashing(0);

        assertWhole(sendAll(step("t", "id")));
    }

    @Test
    void a_source_of_another_encoding_is_compared_whole() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'Käse')");
        lab.erp()
                .sql("create database lab_latin template template0 encoding latin1 locale_provider libc locale 'C'")
                .update();
        try (SendLab latin = lab.readingDatabase("lab_latin").hashing(0)) {
            Sent sent = latin.all(step("t", "id", "select 1 as id, 'Käse'::text as name"))
                    .ok();

            assertWhole(sent);
            assertThat(sent.counts().equal()).isEqualTo(1);
        } finally {
            lab.erp().sql("drop database lab_latin with (force)").update();
        }
    }

    /** Of some of these pairs PostgreSQL's own hash is the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            numeric      | 5 | -5
            numeric      | NaN | Infinity
            numeric      | Infinity | -Infinity
            numeric      | 0 | 1
            numeric      | 5 | 50000
            numeric(9,2) | 5.25 | -5.25
            numeric(9,2) | NaN | 0
            bigint       | 1 | 4294967296
            bigint       | 0 | -1
            timestamp    | 2000-01-01 00:00:00.000001 | 2000-01-01 01:11:34.967296
            timestamp    | infinity | -infinity
            timestamptz  | 2000-01-01 00:00:00.000001Z | 2000-01-01 01:11:34.967296Z
            time         | 00:00:00.000001 | 01:11:34.967296
            time         | 00:00 | 24:00
            real         | 1 | -1
            real         | 0 | 1
            double precision | 0 | 1
            double precision | NaN | Infinity
            double precision | 1 | -1
            integer      | 1 | -1
            smallint     | 1 | -1
            date         | infinity | -infinity
            date         | 2026-11-26 | 2026-11-27
            boolean      | true | false
            uuid         | 00000000-0000-0000-0000-000000000001 | 00000000-0000-0000-0000-000000000002
            bytea        | \\x00 | \\x0000
            text         | '' | ' '
            varchar(9)   | a | A
            char(4)      | a | A
            name         | a | b
            """)
    void values_that_differ_have_other_hashes(String type, String one, String other) {
        String table = "create table lab.t (id int primary key, a %1$s, b %1$s)".formatted(type);
        lab.create(table, table);
        lab.erp()
                .sql("insert into lab.t values (1, '%1$s', '%2$s'), (2, null, '%1$s'), (3, '%1$s', '%1$s')"
                        .formatted(one, other))
                .update();
        lab.web()
                .sql("insert into lab.t values (1, '%2$s', '%1$s'), (2, '%1$s', null), (3, '%2$s', '%2$s')"
                        .formatted(one, other))
                .update();
        lab.hashing(0);

        Sent sent = sendAll(step("t", "id"));

        assertByHashes(sent);
        assertThat(sent.counts()).isEqualTo(new SendCounts(3, 0, 0, 3, 0, 0, 0, 0));
        Sent again = sendAll(step("t", "id"));
        assertThat(again.report()).contains("lab.t: 3 rows are equal by their hashes, 0 read whole");
    }

    /** A number that shows other decimals is the same number. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            numeric      | numeric(9,4)
            numeric(9,2) | numeric(9,4)
            numeric(9,4) | numeric
            numeric(9,4) | numeric(12,4)
            """)
    void equal_numbers_have_equal_hashes_whatever_they_show(String erp, String web) {
        lab.create(
                "create table lab.t (id int primary key, v %s)".formatted(erp),
                "create table lab.t (id int primary key, v %s)".formatted(web));
        lab.erp().sql("insert into lab.t values (1, 1.50), (2, 0), (3, -100)").update();
        lab.web()
                .sql("insert into lab.t values (1, 1.5), (2, 0.00), (3, -100.0)")
                .update();
        lab.hashing(0);

        assertThat(sendAll(step("t", "id")).report()).contains("lab.t: 3 rows are equal by their hashes, 0 read whole");
    }

    @Test
    void F41_a_key_that_the_source_has_twice_is_refused_though_one_row_is_equal() {
        small("id int, name text", "id int primary key, name text", "(1, 'a'), (2, 'b')");
        lab.erp().sql("insert into lab.t values (2, 'c')").update();

        Sent sent = sendAll(step("t", "id", "select * from lab.t order by id, name", each -> each.setRefuse(9)));

        assertByHashes(sent);
        assertThat(sent.counts()).isEqualTo(new SendCounts(3, 1, 0, 0, 0, 2, 0, 0));
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,a)", "(2,b)");
    }

    @Test
    void a_key_that_the_target_has_twice_is_named_and_the_query_is_not_blamed_for_it() {
        small("id int, code text, name text", "id int, code text, name text", "(1, 'x', 'a')");
        lab.web().sql("update lab.t set name = 'b'").update();
        lab.web().sql("insert into lab.t values (1, 'x', 'c')").update();

        assertThat(lab.all(step("t", "code,id")).problem()).contains("more than one row with key", "x");

        lab.web().sql("delete from lab.t where name = 'c'").update();
        assertByHashes(sendAll(step("t", "code,id")));
    }

    @Test
    void rows_that_differ_are_asked_for_in_portions_and_stay_in_the_order_of_their_keys() {
        large();
        lab.erp()
                .sql("update lab.t set price = price + 1 where id % 9 = 1 and id < 18000")
                .update();
        lab.erp().sql("delete from lab.t where id > 29950").update();
        lab.web()
                .sql("insert into lab.t select id + 0.5 from lab.t where id % 50 = 1")
                .update();

        Sent sent = sendAll(step("t", "id", "select * from lab.t order by id desc", each -> each.setGuard("none")));

        assertByHashes(sent);
        assertThat(sent.counts()).isEqualTo(new SendCounts(ROWS + 600, 27_950, 0, 2_000, 650, 0, 0, 0));
        assertTargetIsSource();
    }

    @Test
    void of_a_composite_key_only_the_rows_that_differ_are_taken() {
        small(
                "warehouse text, sku text, stock int, primary key (warehouse, sku)",
                "warehouse text, sku text, stock int check (stock <> 13), primary key (warehouse, sku)",
                "('N', 'a', 1), ('N', 'b', 2), ('S', 'a', 3), ('S', 'b', 4)");
        lab.erp()
                .sql("update lab.t set stock = stock + 10 where (warehouse, sku) in (('N', 'a'), ('S', 'b'))")
                .update();

        Sent sent = sendAll(step("t", "warehouse,sku"));

        assertThat(sent.report()).contains("lab.t: 2 rows are equal by their hashes, 2 read whole");
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(N,a,11)", "(N,b,2)", "(S,a,3)", "(S,b,14)");
    }

    @Test
    void a_row_that_is_refused_is_named_once_and_the_others_are_sent() {
        small(
                "id int primary key, name text",
                "id int primary key, name varchar(3) check (name <> 'bad')",
                "(1, 'a'), (2, 'b'), (3, 'c')");
        lab.erp()
                .sql("update lab.t set name = case id when 1 then 'bad' when 2 then 'too long' else 'd' end")
                .update();

        Sent sent = sendAll(step("t", "id", "", each -> each.setRefuse(9)));

        assertByHashes(sent);
        assertThat(of(Fate.REFUSED, sent)).extracting(RunRow::key).containsExactlyInAnyOrder("id=1", "id=2");
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,a)", "(2,b)", "(3,d)");
    }

    @Test
    void a_row_without_a_key_is_refused_as_ever() {
        small("id int, name text", "id int, name text", "(1, 'a')");
        lab.erp().sql("insert into lab.t values (null, 'b')").update();

        Sent sent = sendAll(step("t", "id", "", each -> each.setRefuse(9)));

        assertThat(of(Fate.REFUSED, sent)).hasSize(1);
        assertThat(sent.counts().equal()).isEqualTo(1);
    }

    @Test
    void a_query_that_returns_other_rows_when_it_is_asked_again_is_compared_whole() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a'), (2, 'b'), (3, 'c')");
        lab.erp().sql("update lab.t set name = 'd' where id = 2").update();

        // Only the second question, for the rows of some keys, has this word.
        Sent sent = sendAll(step(
                "t",
                "id",
                "select * from lab.t where id <> 2 or current_query() not like '%un' || 'nest(%' order by id"));

        assertWhole(sent);
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,a)", "(2,d)", "(3,c)");
    }

    @Test
    void a_table_that_is_all_key_is_compared_by_its_keys() {
        small("a int, b text, primary key (a, b)", "a int, b text, primary key (a, b)", "(1, 'x'), (2, 'y')");
        lab.erp().sql("update lab.t set b = 'z' where a = 2").update();

        Sent sent = sendAll(step("t", "a,b", "", each -> each.setGuard("none")));

        assertByHashes(sent);
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,x)", "(2,z)");
    }

    @Test
    void rows_in_no_order_are_sorted_here_by_key_and_hash() {
        small("id int, name text", "id int primary key, name text", "(2, 'b'), (1, 'a'), (3, 'c')");
        lab.erp().sql("update lab.t set name = 'd' where id = 1").update();

        Sent sent = sendAll(step("t", "id"));

        assertByHashes(sent);
        assertThat(sent.report()).anyMatch(line -> line.contains("so they were sorted here"));
        assertThat(lab.rows("t")).containsExactlyInAnyOrder("(1,d)", "(2,b)", "(3,c)");
    }

    @Test
    void rows_behind_the_last_one_of_the_target_are_inserted() {
        small("id int primary key, name text", "id int primary key, name text", "(1, 'a')");
        lab.erp()
                .sql("insert into lab.t select n, 'n' from generate_series(2, 1500) n")
                .update();

        Sent sent = sendAll(step("t", "id"));

        assertByHashes(sent);
        assertThat(sent.counts()).isEqualTo(new SendCounts(1500, 1, 1499, 0, 0, 0, 0, 0));
    }
}
