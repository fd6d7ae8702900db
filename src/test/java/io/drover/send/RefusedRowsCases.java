package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F42, F44, F52, F53, F59: a row that the shop does not take is named and tried again; all others are sent. */
abstract class RefusedRowsCases {

    private static final Step ITEMS = step("item", "id", "select id, code, price, sku, grp, data, note from lab.item");

    private static final Step CHANGED_ITEMS = step("item", "id", """
            select id, code, price, sku, grp, data, note from lab.item
             where cast(:since as timestamp) is null or stamp >= cast(:since as timestamp)
            """);

    private final SendLab lab;

    RefusedRowsCases(SendLab lab) {
        this.lab = lab;
    }

    /** What makes a row bad, by what the shop must name. */
    abstract Map<String, String> bad();

    /** Tables {@code item} and {@code grp} of the shop with what they do not take. */
    abstract String shopTables();

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.item (id int, code text, price numeric, sku text, grp int, data text, note text,
                                       stamp timestamp default clock_timestamp());
                create table lab.grp (id int);
                """, shopTables());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void items(int count) {
        lab.erp().sql("""
                insert into lab.item
                select n, 'C' || n, n, 'S' || n, 1, '{"n":' || n || '}', 'good' from generate_series(1, %d) n
                """.formatted(count)).update();
    }

    private void edit(String what, int id) {
        assertThat(lab.erp()
                        .sql("update lab.item set %s, stamp = clock_timestamp() where id = %d".formatted(what, id))
                        .update())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 151, 300})
    void F52_one_bad_row_of_any_kind_is_named_and_the_others_are_sent(int id) {
        items(300);
        bad().forEach((named, bad) -> {
            lab.web().sql("delete from lab.item").update();
            edit(bad, id);

            Sent sent = lab.all(ITEMS).ok();

            assertThat(sent.counts()).as(bad).isEqualTo(new SendCounts(300, 0, 299, 0, 0, 1, 0, 0));
            assertThat(lab.rows("item")).as(bad).hasSize(299);
            RunRow refused = of(Fate.REFUSED, sent).get(0);
            assertThat("column %s: %s".formatted(refused.column(), refused.reason()))
                    .contains(named);
            assertThat(sent.notes().get(0)).startsWith("1 rows refused, the first: lab.item, row id=");
            if (!bad.startsWith("sku")) {
                assertThat(refused.key()).isEqualTo("id=" + id);
            }
            edit("code = 'C%1$d', price = %1$d, sku = 'S%1$d', grp = 1, data = null, note = null".formatted(id), id);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 151, 300})
    void F52_the_same_when_the_shop_has_the_row_already(int id) {
        items(300);
        lab.all(ITEMS).ok();
        String before = lab.rows("item").stream()
                .filter(row -> row.startsWith("(" + id + ","))
                .findFirst()
                .orElseThrow();
        bad().forEach((named, bad) -> {
            edit(bad, id);
            edit("note = 'new " + named.length() + "'", 77);

            Sent sent = lab.changed(CHANGED_ITEMS).ok();

            assertThat(sent.counts().refused()).as(bad).isEqualTo(1);
            assertThat(sent.fates()).as(bad).contains("lab.item refused id=" + id);
            assertThat(lab.rows("item")).as(bad).hasSize(300).contains(before);
            edit(
                    "code = 'C%1$d', price = %1$d, sku = 'S%1$d', grp = 1, data = '{\"n\":%1$d}', note = 'good'"
                            .formatted(id),
                    id);
        });
        assertThat(lab.changed(CHANGED_ITEMS).ok().counts().refused()).isZero();
    }

    @Test
    void F52_seven_bad_rows_of_100_000_at_the_beginning_in_the_middle_and_at_the_end() {
        items(100_000);
        edit("code = 'eleven char'", 1);
        edit("code = null", 2);
        edit("price = -1", 50_000);
        edit("grp = 99", 50_001);
        edit("note = 'boom'", 50_002);
        edit("data = '{bad'", 99_999);
        edit("sku = 'S5'", 100_000);

        Sent sent = lab.all(ITEMS).ok();

        assertThat(sent.counts()).isEqualTo(new SendCounts(100_000, 0, 99_993, 0, 0, 7, 0, 0));
        assertThat(sent.fates())
                .containsExactly(
                        "lab.item refused id=1",
                        "lab.item refused id=100000",
                        "lab.item refused id=2",
                        "lab.item refused id=50000",
                        "lab.item refused id=50001",
                        "lab.item refused id=50002",
                        "lab.item refused id=99999");
        assertThat(lab.web()
                        .sql("select count(*) from lab.item")
                        .query(Long.class)
                        .single())
                .isEqualTo(99_993);
    }

    @Test
    void F53_a_source_that_is_bad_as_a_whole_sends_nothing_and_its_refused_rows_are_kept() {
        items(1000);
        lab.erp().sql("update lab.item set code = null where id % 10 < 3").update();

        Sent sent = lab.all(ITEMS);

        assertThat(sent.problem())
                .contains("This is row 101 of lab.item that is refused, 100 are tolerated (option refuse)")
                .contains("nothing was sent");
        assertThat(sent.rows()).hasSize(101).allMatch(row -> row.fate() == Fate.REFUSED);
        assertThat(lab.rows("item")).isEmpty();
        assertThat(lab.since()).as("no watermark").isNull();
    }

    @Test
    void F53_the_same_where_the_server_refuses() {
        items(1000);
        lab.erp().sql("update lab.item set price = -1 where id % 10 < 3").update();

        Sent sent = lab.all(ITEMS);

        assertThat(sent.problem()).contains("not_cheap").contains("nothing was sent");
        assertThat(sent.rows()).hasSize(101);
        assertThat(lab.rows("item")).isEmpty();
    }

    @Test
    void a_refused_row_is_tried_by_each_changed_until_it_goes_through() {
        items(10);
        lab.all(ITEMS).ok();
        edit("grp = 2", 4);
        assertThat(lab.changed(CHANGED_ITEMS).ok().counts().refused()).isEqualTo(1);
        edit("note = 'new'", 5);
        Sent second = lab.changed(CHANGED_ITEMS).ok();
        assertThat(second.fates()).containsExactly("lab.item refused id=4", "lab.item updated id=5");

        lab.web().sql("insert into lab.grp values (2)").update();

        assertThat(lab.changed(CHANGED_ITEMS).ok().fates()).containsExactly("lab.item updated id=4");
        assertThat(lab.changed(CHANGED_ITEMS).ok().counts().read())
                .as("now the watermark passes")
                .isZero();
    }

    @Test
    void a_row_that_send_all_refused_is_tried_by_the_next_changed_however_old_its_stamp() {
        items(10);
        lab.all(ITEMS).ok();
        lab.erp()
                .sql("update lab.item set grp = 2, stamp = now() - interval '1 year' where id = 4")
                .update();
        assertThat(lab.all(ITEMS).ok().counts().refused()).isEqualTo(1);

        lab.web().sql("insert into lab.grp values (2)").update();

        assertThat(lab.changed(CHANGED_ITEMS).ok().fates()).containsExactly("lab.item updated id=4");
        assertThat(lab.changed(CHANGED_ITEMS).ok().counts().read()).isZero();
    }

    @Test
    void F44_rows_without_a_key_or_with_that_of_another_are_named_and_nothing_is_removed_for_them() {
        items(10);
        lab.all(ITEMS).ok();
        lab.erp().sql("""
                update lab.item set note = 'new' where id < 9;
                update lab.item set id = null where id = 3;
                insert into lab.item select * from lab.item where id = 5;
                delete from lab.item where id = 7;
                """).update();

        Sent sent = lab.all(ITEMS).ok();

        assertThat(sent.counts().refused()).isEqualTo(3);
        assertThat(of(Fate.REFUSED, sent)).extracting(RunRow::key).containsExactlyInAnyOrder("id=", "id=5", "id=5");
        assertThat(sent.counts().updated()).as("1, 2, 4, 6 and 8").isEqualTo(5);
        assertThat(sent.counts().removed()).as("7 may be the one without a key").isZero();
        assertThat(sent.notes()).anyMatch(note -> note.contains("2 rows that the source seems to lack were kept"));
        assertThat(lab.rows("item")).hasSize(10);
    }

    @Test
    void F42_a_unique_value_goes_from_a_removed_row_to_a_new_one_in_one_run() {
        items(10);
        lab.all(ITEMS).ok();
        lab.erp().sql("update lab.item set id = 100 where id = 4").update();

        Sent sent = lab.all(ITEMS).ok();

        assertThat(sent.fates()).containsExactly("lab.item inserted id=100", "lab.item removed id=4");
    }

    @Test
    void F42_unique_values_move_along_a_chain_of_rows_in_one_run() {
        items(10);
        lab.all(ITEMS).ok();
        lab.erp()
                .sql("update lab.item set sku = 'S' || id + 1; update lab.item set id = 11 where id = 5")
                .update();

        Sent sent = lab.all(ITEMS).ok();

        assertThat(sent.counts()).isEqualTo(new SendCounts(11, 0, 1, 9, 1, 0, 0, 0));
    }

    @Test
    void F59_a_child_goes_through_in_the_run_in_which_its_parent_comes_later() {
        items(3);
        lab.erp()
                .sql("update lab.item set grp = id; insert into lab.grp select generate_series(1, 3)")
                .update();

        Sent sent = lab.all(ITEMS, step("grp", "id")).ok();

        assertThat(sent.counts()).isEqualTo(new SendCounts(6, 1, 5, 0, 0, 0, 0, 0));
    }

    @Test
    void F59_a_child_whose_parent_arrives_later_waits_for_it() {
        items(3);
        lab.all(CHANGED_ITEMS).ok();
        edit("grp = 2", 3);
        assertThat(lab.changed(
                                CHANGED_ITEMS,
                                step("grp", "id", "select id from lab.grp", send -> send.setCompare(true)))
                        .problem())
                .as("a source without any group is a guard's matter")
                .contains("the source is empty");
        lab.erp().sql("insert into lab.grp values (1)").update();
        Step groups = step("grp", "id", "select id from lab.grp", send -> send.setCompare(true));
        assertThat(lab.changed(CHANGED_ITEMS, groups).ok().counts().refused()).isEqualTo(1);
        lab.erp().sql("insert into lab.grp values (2)").update();

        assertThat(lab.changed(CHANGED_ITEMS, groups).ok().fates())
                .containsExactly("lab.grp inserted id=2", "lab.item updated id=3");
        assertThat(List.copyOf(lab.rows("grp"))).hasSize(2);
    }
}
