package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F45, F46, F48, F50: what changes or reads a value by a rule is counted; what nobody can read refuses its row. */
@ExtendWith(Installation.Shared.class)
class ValueRulesTest {

    private final SendLab lab;

    ValueRulesTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void F50_zero_dates_of_texts_are_sent_as_no_value_and_counted_where_the_task_says_so() {
        lab.create("""
                create table lab.v (id int, day text, stamp_text text, note text);
                insert into lab.v values (1, '0000-00-00', '2026-00-00 10:00', '0000-00-00'), (2, '2026-11-26', null, 'x');
                """, "create table lab.v (id int primary key, day date, stamp_text timestamp, note text)");

        Sent sent =
                lab.all(step("v", "id", "", send -> send.setZeroDates("null"))).ok();

        assertThat(lab.rows("v")).containsExactly("(1,,,0000-00-00)", "(2,2026-11-26,,x)");
        assertThat(sent.notes())
                .contains(
                        "lab.v.day: 1 zero dates sent as no value", "lab.v.stamp_text: 1 zero dates sent as no value");
    }

    @Test
    void F48_IF20_PF21_texts_are_cut_by_characters_and_counted_where_the_task_says_so() {
        lab.create("""
                create table lab.v (id int, a text, b text);
                insert into lab.v values (1, '\uD83D\uDC04\uD83D\uDC04\uD83D\uDC04', 'abc'), (2, 'ab', 'abcd'), (3, 'abc   ', 'x');
                """, "create table lab.v (id int primary key, a varchar(2), b varchar(3))");

        Sent sent = lab.all(step("v", "id", "", send -> send.setTruncate("a"))).ok();

        assertThat(lab.rows("v")).containsExactly("(1,\uD83D\uDC04\uD83D\uDC04,abc)", "(3,ab,x)");
        assertThat(sent.notes()).contains("lab.v.a: 2 texts cut to the column's length");
        assertThat(of(Fate.REFUSED, sent)).extracting(RunRow::key).containsExactly("id=2");
    }

    @Test
    void F45_stamps_of_an_hour_that_comes_twice_are_taken_as_the_first_and_counted() {
        lab.create(
                """
                create table lab.v (id int, plain timestamp, zoned timestamptz, said text);
                insert into lab.v values
                    (1, '2026-04-05 02:30', '2026-04-05 02:30+10', '2026-04-05 02:30'),
                    (2, '2026-04-05 02:59:59', '2026-04-05 02:30+11', '2026-04-05 02:30+10'),
                    (3, '2026-04-05 03:00', null, '2026-04-05');
                """, "create table lab.v (id int primary key, plain timestamptz, zoned timestamptz, said timestamptz)");
        try (SendLab melbourne = lab.in(ZoneId.of("Australia/Melbourne"), ZoneId.of("UTC"))) {
            Sent sent = melbourne.all(step("v", "id")).ok();

            assertThat(melbourne
                            .web()
                            .sql("select extract(epoch from plain)::bigint from lab.v order by id")
                            .query(Long.class)
                            .list())
                    .containsExactly(
                            Instant.parse("2026-04-04T15:30:00Z").getEpochSecond(),
                            Instant.parse("2026-04-04T15:59:59Z").getEpochSecond(),
                            Instant.parse("2026-04-04T17:00:00Z").getEpochSecond());
            assertThat(sent.notes())
                    .filteredOn(note -> note.contains("comes twice"))
                    .containsExactly(
                            "lab.v.plain: 2 stamps of an hour that comes twice taken as the first",
                            "lab.v.said: 1 stamps of an hour that comes twice taken as the first");
        }
    }

    @Test
    void F46_bytes_that_are_no_text_fail_the_query_until_it_says_what_they_are() throws SQLException {
        lab.create("", "create table lab.v (id int primary key, name text, n int)");
        lab.erp()
                .sql(
                        "create database odd_bytes encoding 'SQL_ASCII' locale_provider 'libc' locale 'C' template template0")
                .update();
        try (SendLab ascii = lab.readingDatabase("odd_bytes")) {
            try (Connection connection = ascii.connectErp();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table v (id int, name varchar(20), n int);"
                        + " insert into v values (1, 'K' || chr(228), 1), (2, 'plain', 2)");
            }

            assertThatThrownBy(
                            () -> ascii.all(step("v", "id", "select * from v")).ok())
                    .hasMessageContaining("invalid byte sequence for encoding \"UTF8\": 0xe4");
            assertThat(lab.rows("v")).isEmpty();

            String latin = "convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')";
            ascii.all(step("v", "id", "select id, n, %s as name from v".formatted(latin)))
                    .ok();
            assertThat(lab.rows("v")).containsExactly("(1,Kä,1)", "(2,plain,2)");
        } finally {
            lab.erp().sql("drop database odd_bytes with (force)").update();
        }
    }
}
