package io.drover.send;

import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** F54, F55: columns of the source or the shop are altered between two runs and during one. */
@ExtendWith(Installation.Shared.class)
class SchemaDriftTest {

    private static final Step PRODUCTS = step("product", "code");

    private final SendLab lab;

    SchemaDriftTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.product (code text, name text, price int, edited timestamp, weight numeric);
                insert into lab.product select 'P' || n, 'one', n, '2026-01-01 10:00', n from generate_series(1, 10) n;
                """, """
                create table lab.product (code text primary key, name text, price int, edited timestamp,
                                          weight numeric, stock int);
                """);
        lab.all(PRODUCTS).ok();
        lab.erp().sql("update lab.product set name = 'two'").update();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void erp(String alter) {
        lab.erp().sql("alter table lab.product " + alter).update();
    }

    private void web(String alter) {
        lab.web().sql("alter table lab.product " + alter).update();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop column name | the query had column name (text) in run",
                "rename name to title | the query had column name (text) in run % and has not now; new in it: title",
                "alter edited type date | column edited of the query was timestamp in run % and is date now, so values could be lost",
                "alter price type smallint | column price of the query was integer in run % and is smallint now",
                "alter name type boolean using true | column name of the query was text in run % and is boolean now",
                "alter weight type bigint | column weight of the query was numeric in run % and is bigint now",
                "alter weight type double precision | column weight of the query was numeric in run % and is double precision now"
            })
    void F54_a_column_of_the_source_that_is_lost_or_takes_less_is_refused(String alter, String named) {
        erp(alter);
        refused(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop column name | the table had column name (text) in run % and has not now",
                "rename name to title | the table had column name (text) in run % and has not now; new in it: title",
                "alter edited type date | column edited of the table was timestamp in run % and is date now",
                "alter name type int using 1 | column name of the table was text in run % and is integer now",
                "alter price type smallint | column price of the table was integer in run % and is smallint now",
                "add place text not null default 'x'; alter table lab.product alter place drop default | does not return column place, which must have a value"
            })
    void F55_a_column_of_the_shop_that_is_lost_or_takes_less_is_refused(String alter, String named) {
        web(alter);
        refused(named);
    }

    private void refused(String named) {
        List<String> before = lab.rows("product");
        for (Sent sent :
                List.of(lab.all(PRODUCTS), lab.preview(Mode.ALL, PRODUCTS), lab.verify(PRODUCTS), lab.all(PRODUCTS))) {
            assertThat(sent.problem().replaceAll("run \\d+", "run %")).contains(named.replaceAll("run$", "run %"));
            assertThat(sent.problem()).startsWith("lab.product: ");
        }
        assertThat(lab.rows("product")).isEqualTo(before);
    }

    @Test
    void a_drift_that_is_meant_is_taken_after_the_columns_were_forgotten() {
        erp("alter price type smallint");
        String problem = lab.all(PRODUCTS).problem();
        String wayOut = problem.substring(problem.indexOf("delete from drover.sent_column"));

        assertThat(lab.web().sql(wayOut).update()).isPositive();

        assertThat(lab.all(PRODUCTS).ok().counts().updated()).isEqualTo(10);
        assertThat(lab.all(PRODUCTS).ok().notes()).isEmpty();
    }

    @Test
    void F54_PF23_a_new_column_of_the_source_is_told_and_left_out_until_the_shop_has_it() {
        erp("add colour text default 'red'");
        String told =
                "lab.product: the query returns a new column colour, which the table does not have; it is left out";

        assertThat(lab.preview(Mode.ALL, PRODUCTS).ok().notes()).containsExactly(told);
        Sent sent = lab.all(PRODUCTS).ok();
        assertThat(sent.notes()).containsExactly(told);
        assertThat(sent.report()).contains(told);
        assertThat(sent.counts().updated()).isEqualTo(10);
        assertThat(lab.all(PRODUCTS).ok().notes())
                .as("as long as it is left out")
                .containsExactly(told);

        web("add colour text");
        Sent filled = lab.all(PRODUCTS).ok();
        assertThat(filled.notes()).isEmpty();
        assertThat(lab.rows("product")).allMatch(row -> row.contains(",red"));
    }

    @Test
    void F55_a_new_column_of_the_shop_that_nobody_fills_is_told_once() {
        web("add colour text");

        assertThat(lab.all(PRODUCTS).ok().notes())
                .containsExactly("lab.product: the table has a new column colour, which the query does not fill");
        assertThat(lab.all(PRODUCTS).ok().notes()).isEmpty();
    }

    @Test
    void F54_columns_that_take_more_or_come_in_another_order_do_no_harm() {
        erp("alter price type bigint, alter weight type text");
        web("alter name type varchar(40), alter price type numeric, drop column stock");
        assertThat(lab.all(PRODUCTS).ok().counts().updated()).isEqualTo(10);

        erp("drop column name, add name text default 'three'");
        assertThat(lab.all(PRODUCTS).ok().counts().updated()).isEqualTo(10);
        assertThat(lab.rows("product")).allMatch(row -> row.contains(",three,"));
    }

    @Test
    void F55_a_column_that_became_shorter_refuses_the_rows_that_do_not_fit() {
        web("alter name type varchar(3)");
        lab.erp().sql("update lab.product set name = 'four' where code = 'P1'").update();

        Sent sent = lab.all(PRODUCTS).ok();

        assertThat(sent.counts()).isEqualTo(new SendCounts(10, 0, 0, 9, 0, 1, 0, 0));
    }

    @Test
    void F55_a_table_that_was_renamed_or_got_a_trigger_that_raises_changes_nothing() {
        List<String> before = lab.rows("product");
        lab.web().sql("""
                create function lab.no() returns trigger language plpgsql as $body$
                  begin raise exception 'closed' using errcode = '55000'; end $body$;
                create trigger no before update on lab.product for each statement execute function lab.no()
                """).update();
        assertThat(lab.all(PRODUCTS).problem()).contains("closed");
        assertThat(lab.rows("product")).isEqualTo(before);
        web("rename to other");

        assertThat(lab.all(PRODUCTS).problem()).contains("The target has no table lab.product");
        assertThat(lab.rows("other")).isEqualTo(before);
    }

    @Test
    void F54_the_mark_of_rows_that_left_the_set_must_not_vanish() {
        Step marked = step("product", "code", "select code, name, false as gone from lab.product");
        lab.task("marked").changed(marked).ok();

        assertThat(lab.changed(step("product", "code", "select code, name from lab.product"))
                        .problem())
                .contains("the query had column gone (boolean)");
    }

    @Test
    void F54_a_column_that_vanishes_during_a_run_leaves_the_shop_as_it_was() {
        lab.erp()
                .sql("create table lab.price as select code, price, price as old from lab.product")
                .update();
        lab.web()
                .sql("create table lab.price (code text primary key, price int, old int)")
                .update();
        Step prices = step("price", "code");
        lab.task("both").all(PRODUCTS, prices).ok();
        lab.erp()
                .sql("update lab.product set name = 'three'; update lab.price set price = 7")
                .update();
        List<String> before = lab.rows("product");

        Sent sent = lab.all(
                PRODUCTS,
                prices.after(() ->
                        lab.erp().sql("alter table lab.price drop column old").update()));

        assertThat(sent.problem()).contains("lab.price: the query had column old (integer)");
        assertThat(lab.rows("product")).isEqualTo(before);
    }

    @Test
    void F55_the_shop_is_not_altered_while_a_run_writes_to_it() {
        AtomicReference<String> altering = new AtomicReference<>("");
        Step meanwhile = step("product", "code", "select code, name from lab.product", send -> send.setOnly("update"));

        Sent sent = lab.task("meanwhile").all(PRODUCTS, meanwhile.after(() -> {
            try {
                lab.web()
                        .sql("set lock_timeout = 50; alter table lab.product drop column name")
                        .update();
            } catch (DataAccessException e) {
                altering.set(String.valueOf(e.getMessage()));
            }
        }));

        assertThat(sent.ok().counts()).isEqualTo(new SendCounts(20, 10, 0, 10, 0, 0, 0, 0));
        assertThat(altering.get()).contains("lock timeout");
    }
}
