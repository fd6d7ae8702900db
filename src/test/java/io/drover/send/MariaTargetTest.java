package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.MariaServer;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A shop in MariaDB: all its types, and what it would change, cut or mix up if it were left to itself. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class MariaTargetTest {

    private static final Step TYPES = step("kind", "id");

    /** Column, value, and what must be said of it. */
    private static final String UNFIT = """
            tiny | 128 | '128' is not between -128 and 127
            utiny | -1 | '-1' is not between 0 and 255
            medium | 8388608 | is not between -8388608 and 8388607
            uint | -1 | is not between 0 and 4294967295
            ubig | 18446744073709551616 | is not between 0 and 18446744073709551615
            uamount | 1.005 | has 3 decimals, the column takes 2
            uamount | -1 | '-1.00' is not between 0.00 and 999999.99
            uamount | 'NaN' | 'NaN' is not between
            single | 'Infinity' | 'Infinity' is not between
            bits | 512 | '512' is not between 0 and 511
            yr | 26 | '26' is not between 1901 and 2155
            day | 'infinity' | 'infinity' is not between 0001-01-01 and 9999-12-31
            day | '0044-03-15 BC' | is not between 0001-01-01 and 9999-12-31
            moment | '10000-01-01' | is not between 0001-01-01
            second | '2026-01-01 00:00:00.5' | more than the 0 decimals of a second
            stamp | '1969-12-31 23:59:59Z' | is not between 1970-01-01
            stamp | '2040-01-01 00:00:00Z' | Incorrect datetime value
            fixed | 'abcdef' | text of 6 characters, the column takes 5
            txt | repeat('x', 31) | text of 31 characters, the column takes 30
            basic | '🐄' | text holds '🐄' (U+1F404), which the column's character set utf8mb3 does not have
            latin | 'ж' | text holds 'ж' (U+0436), which the column's character set windows-1252 does not have
            greek | 'ж' | Incorrect string value
            small | repeat('ä', 128) | text of 256 bytes, the column takes 255
            bin | '\\x0102030405' | binary value of 5 bytes, the column takes 4
            vbin | '\\x0102030405' | binary value of 5 bytes, the column takes 4
            colour | 'Red' | 'Red' is not one of red, it's, 2
            colour | '1' | '1' is not one of red, it's, 2
            sizes | 's,xl' | 's,xl' is not one of s, m, l
            """;

    private final SendLab lab;
    private final JdbcClient server;

    MariaTargetTest(Installation drover, MariaServer maria) {
        lab = new SendLab(drover, maria);
        server = maria.client("mysql");
    }

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.kind (id int, tiny smallint, flag boolean, utiny smallint, medium int, uint bigint,
                  big bigint, ubig numeric, amount numeric, uamount numeric, single real, dbl double precision,
                  one boolean, bits int, yr int, day date, clock time(6), moment timestamp(6), second timestamp,
                  stamp timestamptz, fixed text, txt text, basic text, latin text, small text, greek text, large text,
                  bin bytea, vbin bytea, photo bytea, colour text, sizes text, doc jsonb, uid uuid);
                create table lab.item (id int, code text, note text);
                """, """
                create table lab.kind (id int primary key, tiny tinyint, flag tinyint(1), utiny tinyint unsigned,
                  medium mediumint, uint int unsigned, big bigint, ubig bigint unsigned, amount decimal(65,30),
                  uamount decimal(8,2) unsigned, single float, dbl double, one bit(1), bits bit(9), yr year, day date,
                  clock time(6), moment datetime(6), second datetime, stamp timestamp(6) null, fixed char(5),
                  txt varchar(30), basic varchar(10) character set utf8mb3, latin varchar(10) character set latin1,
                  small tinytext, greek varchar(10) character set greek, large mediumtext, bin binary(4),
                  vbin varbinary(4), photo longblob, colour enum('red', 'it''s', '2'), sizes set('s', 'm', 'l'),
                  doc json, uid uuid);
                create table lab.item (id int auto_increment primary key, code varchar(20), note varchar(20), unique (code));
                """);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void erp(String sql) {
        lab.erp().sql(sql).update();
    }

    private String one(String sql) {
        return lab.web().sql(sql).query(String.class).single();
    }

    @Test
    void values_of_all_types_arrive_as_they_are_and_are_equal_from_then_on() {
        erp("""
                insert into lab.kind values
                (1, -128, true, 255, -8388608, 4294967295, -9223372036854775808, 18446744073709551615,
                 -12345678901234567890123456789012345.123456789012345678901234567891, 999999.99, 1.2345678,
                 1.7976931348623157e308, true, 511, 1901, '0001-01-01', '23:59:59.999999', '9999-12-31 23:59:59.999999',
                 '2026-03-29 02:30:00', '1970-01-01 00:00:01Z', 'ab', E'it''s "a\\\\b" 🐄', 'ä€', 'ä€', repeat('x', 255),
                 'αβγ', E'line\\n\\tEnd ', '\\x00ff275c', '\\x', '\\x00275c2200', 'it''s', 'l,s', '{"a": [1, null]}',
                 '00000000-0000-0000-0000-0000000000ff'),
                (2, 127, false, 0, 8388607, 0, 9223372036854775807, 0, 0.1, 0, -1e-38, -0.0, false, 0, 2155, '9999-12-31',
                 '00:00', '2026-02-28', '0999-01-01 00:00:00', '2026-10-25 00:30:00.000001Z', '', '', '', '', '', '', '',
                 '\\x01', '\\x00000000', '\\x', '2', '', '[]', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
                """ + nulls(3) + ", " + nulls(4));

        assertThat(lab.all(TYPES).ok().counts()).isEqualTo(new SendCounts(4, 0, 4, 0, 0, 0, 0, 0));

        assertThat(lab.all(TYPES).ok().counts()).as("read back").isEqualTo(new SendCounts(4, 4, 0, 0, 0, 0, 0, 0));
        assertThat(lab.verify(TYPES).ok().counts().equal()).isEqualTo(4);
        assertThat(one("""
                select concat_ws('|', tiny, flag, ubig, amount, cast(single as double), dbl, one + 0, bits + 0, yr, day,
                         clock, moment, second, unix_timestamp(stamp), fixed, txt, basic, latin, length(small), greek,
                         hex(large), hex(bin), hex(vbin), hex(photo), colour, sizes, doc, uid) from lab.kind where id = 1
                """))
                .isEqualTo("-128|1|18446744073709551615"
                        + "|-12345678901234567890123456789012345.123456789012345678901234567891|1.2345677614212036"
                        + "|1.7976931348623157e308|1|511|1901|0001-01-01|23:59:59.999999|9999-12-31 23:59:59.999999"
                        + "|2026-03-29 02:30:00|1.000000|ab|it's \"a\\b\" 🐄|ä€|ä€|255|αβγ|6C696E650A09456E6420|00FF275C||00275C2200"
                        + "|it's|s,l|{\"a\": [1, null]}|00000000-0000-0000-0000-0000000000ff");
    }

    private static String nulls(int id) {
        return "(" + id + ", null".repeat(33) + ")";
    }

    @Test
    void both_instants_of_the_hour_that_comes_twice_are_kept_apart() {
        erp("insert into lab.kind (id, stamp) values (1, '2026-10-25 00:30:00Z'), (2, '2026-10-25 01:30:00Z')");
        lab.all(TYPES).ok();
        erp("update lab.kind set stamp = stamp + interval '1 hour'");

        assertThat(lab.all(TYPES).ok().counts().updated()).isEqualTo(2);

        assertThat(one("select group_concat(unix_timestamp(stamp) order by id) from lab.kind"))
                .isEqualTo("1792891800.000000,1792895400.000000");
    }

    @Test
    void what_a_column_would_change_is_refused_by_its_name() {
        List<String[]> cases = UNFIT.lines().map(line -> line.split(" \\| ")).toList();
        for (int i = 0; i < cases.size(); i++) {
            erp("insert into lab.kind (id, %s) values (%d, %s)".formatted(cases.get(i)[0], i, cases.get(i)[1]));
        }
        erp("insert into lab.kind (id) values (100)");

        Sent sent = lab.all(TYPES).ok();

        assertThat(sent.counts().inserted()).isEqualTo(1);
        List<RunRow> refused = of(Fate.REFUSED, sent);
        for (int i = 0; i < cases.size(); i++) {
            String key = "id=" + i;
            assertThat(refused)
                    .filteredOn(row -> row.key().equals(key))
                    .singleElement()
                    .extracting(row -> row.column() + ": " + row.reason())
                    .asString()
                    .contains(cases.get(i)[0], cases.get(i)[2]);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "alter table lab.item add kind enum('a'); create trigger lab.judge before insert on lab.item for each row set new.kind = if(new.note = 'bad', 'b', 'a') | Data truncated for column 'kind'",
                "alter table lab.item add day date; create trigger lab.judge before insert on lab.item for each row set new.day = if(new.note = 'bad', str_to_date('x', '%Y'), null) | Incorrect datetime value: 'x' for function str_to_date",
                "drop table lab.item; create table lab.item (id int primary key, code varchar(20), note varchar(20)) partition by range (id) (partition p values less than (100)) | Table has no partition for value 1000",
            })
    void what_only_the_server_can_judge_is_refused_in_its_words(String shop, String reason) {
        lab.web().sql(shop).update();
        erp("insert into lab.item values (1, 'a', 'good'), (1000, 'b', 'bad')");

        Sent sent = lab.all(step("item", "id")).ok();

        assertThat(sent.counts()).isEqualTo(new SendCounts(2, 0, 1, 0, 0, 1, 0, 0));
        assertThat(of(Fate.REFUSED, sent).get(0).reason()).contains(reason).doesNotStartWith("(conn");
    }

    @Test
    void a_server_that_is_not_strict_is_made_so() {
        String before =
                server.sql("select @@global.sql_mode").query(String.class).single();
        server.sql("set global sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'").update();
        try (SendLab connected = lab.other()) {
            erp("insert into lab.kind (id, greek, fixed, txt) values (1, 'ж', 'a', 'b'), (2, 'α', 'ab', '')");
            assertThat(connected.all(TYPES).ok().counts().refused()).isEqualTo(1);
            assertThat(connected.all(TYPES).ok().counts().equal()).isEqualTo(1);
        } finally {
            server.sql("set global sql_mode = ?").param(before).update();
        }
    }

    @Test
    void a_zero_stays_a_zero_in_a_column_that_counts_up() {
        erp("insert into lab.item values (0, 'zero', null), (-1, 'less', null)");

        lab.all(step("item", "id")).ok();

        assertThat(lab.rows("item")).containsExactly("(-1,less,)", "(0,zero,)");
    }

    @Test
    void zero_dates_that_the_shop_has_are_replaced_and_named() {
        erp("insert into lab.kind (id, day, moment, stamp) values (1, '2026-01-01', null, '2026-01-01 00:00:00Z')");
        lab.web()
                .sql("set sql_mode = ''; insert into lab.kind (id, day, moment, stamp) values (1, 0, 0, 0)")
                .update();

        Sent sent = lab.all(TYPES).ok();

        RunRow updated = of(Fate.UPDATED, sent).get(0);
        assertThat(updated.before())
                .containsEntry("day", "0000-00-00")
                .containsEntry("moment", "0000-00-00")
                .containsEntry("stamp", "0000-00-00");
        assertThat(one("select concat_ws('|', day, moment is null, unix_timestamp(stamp)) from lab.kind"))
                .isEqualTo("2026-01-01|1|1767225600.000000");
        assertThat(lab.undo(sent.run()).problem()).contains("column day took '0000-00-00' once, but");
    }

    @Test
    void a_key_hits_exactly_its_row_whatever_the_collation_takes_for_equal() {
        lab.web().sql("""
                drop table lab.item;
                create table lab.item (id int, code varchar(20) collate utf8mb4_general_ci, note varchar(20), key (code));
                insert into lab.item values (1, 'a', 'n'), (2, 'A', 'n'), (3, 'a ', 'n'), (4, 'ä', 'n'), (5, 'B', 'n')
                """).update();
        erp("insert into lab.item values (1, 'a', 'n'), (2, 'A', 'new'), (3, 'a ', 'n'), (5, 'B', 'n')");
        Step items = step("item", "code");

        Sent sent = lab.all(items).ok();

        assertThat(sent.fates()).containsExactly("lab.item removed code=ä", "lab.item updated code=A");
        erp("update lab.item set note = 'newer' where id = 3; delete from lab.item where id <> 3");
        assertThat(lab.changed(items).ok().counts()).isEqualTo(new SendCounts(1, 0, 0, 1, 0, 0, 0, 0));
        assertThat(lab.rows("item")).containsExactly("(1,a,n)", "(2,A,new)", "(3,\"a \",newer)", "(5,B,n)");
    }

    @Test
    void a_key_that_only_changed_its_case_takes_the_place_of_the_old_one() {
        erp("insert into lab.item values (1, 'abc', null), (2, 'b', null)");
        Step items = step("item", "code");
        lab.all(items).ok();
        erp("update lab.item set code = 'ABC', id = 3 where id = 1");

        assertThat(lab.all(items).ok().fates())
                .containsExactly("lab.item inserted code=ABC", "lab.item removed code=abc");
    }

    @Test
    void rows_that_are_written_while_the_table_is_read_find_their_places() {
        lab.web()
                .sql("insert into lab.item select seq * 2, seq * 2, 'old' from seq_1_to_20000")
                .update();
        erp(
                "insert into lab.item select n, n, case when n %% 3 = 0 then 'new' else 'old' end from generate_series(1, 40000) n"
                        .replace("%%", "%"));
        Step items = step("item", "id", "select * from lab.item order by id");

        SendCounts counts = lab.all(items).ok().counts();

        assertThat(counts).isEqualTo(new SendCounts(40_000, 13_334, 20_000, 6_666, 0, 0, 0, 0));
        assertThat(lab.all(items).ok().counts().equal()).isEqualTo(40_000);
    }

    @Test
    void a_value_that_is_longer_than_the_server_reads_at_once_is_refused() {
        server.sql("set global max_allowed_packet = 1048576").update();
        try (SendLab connected = lab.other()) {
            erp("insert into lab.kind (id, large) values (1, repeat('x', 2000000)), (2, repeat('y', 900000))");

            Sent sent = connected.all(TYPES).ok();

            assertThat(sent.counts()).isEqualTo(new SendCounts(2, 0, 1, 0, 0, 1, 0, 0));
            assertThat(of(Fate.REFUSED, sent).get(0).reason()).contains("max_allowed_packet");
        } finally {
            server.sql("set global max_allowed_packet = 67108864").update();
        }
    }

    @Test
    void what_cannot_take_a_run_back_is_no_target() {
        lab.web()
                .sql(
                        "create table lab.old (id int primary key) engine = MyISAM; create view lab.seen as select 1 as id")
                .update();
        String query = "select id from lab.item";

        assertThat(lab.all(step("old", "id", query)).problem())
                .contains("lab.old is kept by MyISAM, which cannot take back what a run wrote");
        assertThat(lab.all(step("seen", "id", query)).problem()).contains("lab.seen is kept by VIEW");
        lab.web().sql("drop view lab.seen").update();
        assertThat(lab.all(step("none", "id", query)).problem())
                .contains("The target has no table lab.none that this user may see (database lab)");
    }

    @Test
    void a_column_of_a_type_that_is_not_written_is_named() {
        lab.web().sql("create table lab.place (id int primary key, at point)").update();
        erp("create table lab.place (id int, at text); insert into lab.place values (1, 'here'), (2, null)");

        Sent sent = lab.all(step("place", "id")).ok();

        assertThat(sent.counts().inserted()).isEqualTo(1);
        assertThat(of(Fate.REFUSED, sent).get(0).reason()).isEqualTo("columns of type point are not written");
    }

    @Test
    void drift_and_a_table_of_another_site_are_told_with_the_way_out() {
        erp("insert into lab.item values (1, 'a', null)");
        lab.all(step("item", "id")).ok();
        try (SendLab other = lab.other()) {
            assertThat(other.all(step("item", "id")).problem()).contains("delete its row from drover_table_owner");
        }
        lab.web().sql("alter table lab.item modify note int").update();
        String problem = lab.all(step("item", "id")).problem();
        assertThat(problem).contains("column note of the table was text in run");
        lab.web()
                .sql(problem.substring(problem.indexOf("delete from drover_sent_column")))
                .update();
        assertThat(lab.all(step("item", "id")).ok().counts().equal()).isEqualTo(1);
    }

    @Test
    void many_keys_of_two_columns_are_looked_up_through_an_index() {
        lab.web().sql("""
                create table lab.part (a varchar(10), b int, note varchar(10), primary key (a, b));
                insert into lab.part select concat('p', seq mod 100), seq, 'n' from seq_1_to_20000
                """).update();
        erp("create table lab.part (a text, b int, note text);"
                + " insert into lab.part select 'p' || n % 100, n, 'x' from generate_series(1, 2000) n");
        List<Long> before = IntStream.of(0).mapToObj(i -> readRows()).toList();

        assertThat(lab.changed(step("part", "a,b")).ok().counts().updated()).isEqualTo(2000);

        assertThat(readRows() - before.get(0))
                .as("rows that the server read, of 20,000 in the table")
                .isLessThan(20_000);
    }

    private long readRows() {
        return server.sql("select sum(rows_read) from information_schema.table_statistics where table_name = 'part'")
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
