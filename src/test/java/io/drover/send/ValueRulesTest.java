package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F46, F48, F50: what changes a value is a rule of the task and counted; what nobody can read refuses its row. */
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
    void F48_texts_are_cut_by_characters_and_counted_where_the_task_says_so() {
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
    void F46_bytes_that_are_no_text_refuse_their_row_by_name() throws SQLException {
        lab.create("", "create table lab.v (id int primary key, name text, n int)");
        lab.erp()
                .sql("create database odd_bytes encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0")
                .update();
        try (SendLab ascii = lab.readingDatabase("odd_bytes")) {
            try (Connection connection = ascii.connectErp();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table v (id int, name varchar(20), n int);"
                        + " insert into v values (1, 'K' || chr(228), 1), (2, E'K\\xc3\\xa4', 2), (3, 'plain', 3)");
            }

            Sent sent = ascii.all(step("v", "id", "select * from v")).ok();

            assertThat(lab.rows("v")).containsExactly("(2,Kä,2)", "(3,plain,3)");
            assertThat(of(Fate.REFUSED, sent)).singleElement().satisfies(row -> {
                assertThat(row.key()).isEqualTo("id=1");
                assertThat(row.column()).isEqualTo("name");
                assertThat(row.reason()).isEqualTo("text holds bytes that are not UTF-8: \\x4be4");
            });
        } finally {
            lab.erp().sql("drop database odd_bytes with (force)").update();
        }
    }
}
