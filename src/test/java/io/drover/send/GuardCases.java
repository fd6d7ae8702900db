package io.drover.send;

import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.FaultyProxy;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F65, F66, F67: a source that is empty, half-loaded or cut off removes nothing from the shop. */
abstract class GuardCases {

    private static final int ROWS = 1200;

    private static final Step ITEMS = step("item", "id", "select id, note from lab.shown");

    private final SendLab lab;

    GuardCases(SendLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.item (id int primary key, note text default 'n', status text default 'ACTIVE',
                                       gone boolean default false, stamp timestamp default clock_timestamp());
                insert into lab.item select generate_series(1, %d);
                create view lab.shown as select * from lab.item;
                create table lab.line (id int, line int, primary key (id, line));
                insert into lab.line select id, 1 from lab.item;
                """.formatted(ROWS), """
                create table lab.item (id int primary key, note text);
                create table lab.line (id int references lab.item, line int, primary key (id, line));
                """);
        lab.all(ITEMS, step("line", "id,line")).ok();
        lab.audit("item", "line");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void erp(String sql) {
        lab.erp().sql(sql).update();
    }

    private void nothingRemoved() {
        assertThat(lab.audited()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table emptied | delete from lab.item | select id, note from lab.shown",
                "table truncated | truncate lab.item | select id, note from lab.shown",
                "view of nothing | create or replace view lab.shown as select * from lab.item where false | select id, note from lab.shown",
                "filter typo | comment on table lab.item is null | select id, note from lab.shown where status = 'ACTVE'",
                "wrong name of a status | update lab.item set status = 'OPEN' | select id, note from lab.shown where status = 'ACTIVE'",
                "empty table joined | create table lab.category (id int) | select id, note from lab.shown join lab.category using (id)",
                "row-level security | alter table lab.item enable row level security, force row level security | select id, note from lab.shown",
                "permission lost | revoke select on lab.item from current_user | select id, note from lab.shown",
                "error swallowed | create function lab.quiet() returns setof lab.item language plpgsql as $b$ begin return query select * from lab.nowhere; exception when others then return; end $b$ | select id, note from lab.quiet()",
                "since in Send All | comment on table lab.item is null | select id, note from lab.shown where stamp >= cast(:since as timestamp)",
                "everything gone | comment on table lab.item is null | select id, note, true as gone from lab.shown",
                "one row of nothing | comment on table lab.item is null | select null::int as id, null as note"
            })
    void F65_an_empty_source_removes_nothing(String name, String change, String query) {
        erp(change);

        Sent sent = lab.all(step("item", "id", query));

        if (sent.failure() == null) {
            assertThat(sent.counts().removed()).as(name).isZero();
        } else if (name.equals("permission lost")) {
            assertThat(sent.failure()).hasRootCauseMessage("ERROR: permission denied for table item");
        } else {
            assertThat(sent.problem()).as(name).contains("the source is empty, so all 1,200 rows of lab.item");
        }
        nothingRemoved();
    }

    @ParameterizedTest
    @CsvSource({"compare", "deletes"})
    void F65_the_same_in_send_changed(String option) {
        erp("truncate lab.item");
        Step step = step("item", "id", "select id from lab.shown", send -> {
            send.setCompare(option.equals("compare"));
            send.setDeletes(option.equals("deletes"));
        });

        assertThat(lab.changed(step).problem()).contains("the source is empty");
        nothingRemoved();
    }

    @Test
    void F66_a_half_loaded_source_removes_nothing_and_is_confirmed_for_so_many_rows_only() {
        erp("delete from lab.line; delete from lab.item where id > 600");
        Sent stopped = lab.all(ITEMS);
        assertThat(stopped.problem()).contains("600 of 1,200 rows of lab.item would be removed");
        assertThat(((GuardException) stopped.failure()).removals()).isEqualTo(600);
        Step lines = step("line", "id,line", "", send -> send.setGuard("none"));
        assertThat(lab.preview(Mode.ALL, ITEMS, lines).ok().report())
                .anyMatch(line -> line.startsWith("The guard would stop"));
        nothingRemoved();

        assertThat(lab.confirmed(Mode.ALL, 599, ITEMS, lines).problem()).contains("would be removed");
        assertThat(lab.confirmed(Mode.ALL, 600, ITEMS, lines).ok().counts().removed())
                .isEqualTo(600 + ROWS);
    }

    @Test
    void F66_guard_counts_the_rows_of_all_steps_together() {
        erp("delete from lab.line; delete from lab.item where id > 600");
        Sent stopped = lab.all(ITEMS, step("line", "id,line"));
        assertThat(((GuardException) stopped.failure()).removals()).isEqualTo(600 + ROWS);
        nothingRemoved();
    }

    @Test
    void F66_rows_that_left_the_set_are_guarded_in_send_changed() {
        erp("update lab.item set gone = id > 600");
        erp("delete from lab.line");
        Step marked = step("item", "id", "select id, note, gone from lab.item");
        Step lines = step("line", "id,line", "", send -> send.setWithin("id"));

        assertThat(lab.changed(marked).problem()).contains("600 of 1,200 rows of lab.item would be removed");
        assertThat(lab.changed(step("item", "id", "select id, note from lab.item"), lines)
                        .problem())
                .contains("1,200 of 1,200 rows of lab.line would be removed");
        nothingRemoved();
        assertThat(lab.confirmed(Mode.CHANGED, 1800, marked, lines)
                        .ok()
                        .counts()
                        .removed())
                .isEqualTo(1800);
    }

    @Test
    void F66_a_comparison_of_keys_is_guarded_in_send_changed() {
        erp("delete from lab.item where id > 600");
        Step keys = step("item", "id", "select id from lab.item", send -> send.setDeletes(true));

        assertThat(lab.changed(keys).problem()).contains("600 of 1,200 rows of lab.item would be removed");
        nothingRemoved();
    }

    @ParameterizedTest
    @CsvSource({"1", "600", "1200"})
    void F67_a_source_that_dies_while_it_is_read_removes_nothing(int row) {
        Step dying = step(
                "item",
                "id",
                "select id, note from lab.item where case when id = %d then pg_terminate_backend(pg_backend_pid()) else true end order by id"
                        .formatted(row));

        assertThat(lab.all(dying).failure()).isNotNull();
        nothingRemoved();
        assertThat(lab.all(ITEMS).ok().counts().equal()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource({"2000", "9000", "30000"})
    void F67_a_proxy_that_ends_the_connection_in_good_order_removes_nothing(long bytes) throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(lab.erpPort());
                SendLab cut = lab.through(proxy.port())) {
            proxy.cutAfter(bytes);

            Sent sent = cut.all(step("item", "id", "select id, repeat(note, 40) as note from lab.item order by id"));

            assertThat(sent.failure()).isNotNull();
            nothingRemoved();
        }
    }

    @Test
    void what_is_only_completed_is_not_guarded_below_the_limit() {
        erp("delete from lab.line where id <= 20");
        Step parents = step("item", "id", "select id, note from lab.item where id <= 20");
        Step lines = step("line", "id,line", "select * from lab.line where id <= 20", send -> send.setWithin("id"));
        assertThat(List.of(lab.changed(parents, lines).ok().counts().removed())).containsExactly(20L);
    }
}
