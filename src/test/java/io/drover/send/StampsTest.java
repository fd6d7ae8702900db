package io.drover.send;

import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F35 to F41: stamps of any precision, clocks that are wrong, rows without a stamp; without any overlap. */
@ExtendWith(Installation.Shared.class)
class StampsTest {

    private static final String SINCE = """
            select id, note, stamp from lab.item
             where cast(:since as timestamp) is null or stamp >= cast(:since as timestamp) or stamp is null
            """;

    private static final Step ITEMS = step("item", "id", SINCE);
    private static final Step ALL_ITEMS =
            step("item", "id", "select id, note from lab.item", send -> send.setCompare(true));

    private final SendLab lab;

    StampsTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.item (id int primary key, note text default 'n', stamp timestamp default clock_timestamp());
                insert into lab.item select generate_series(1, 20);
                """, "create table lab.item (id int primary key, note text);");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void erp(String sql) {
        lab.erp().sql(sql).update();
    }

    private void equal() {
        assertThat(lab.task("compare").verify(ALL_ITEMS).ok().counts().equal())
                .isEqualTo(lab.erp()
                        .sql("select count(*) from lab.item")
                        .query(Long.class)
                        .single());
        lab.task("lab");
    }

    @Test
    void F35_finer_times_than_the_target_keeps_are_rounded_down() {
        Instant fine = Instant.parse("2026-01-01T10:00:00.999999999Z");
        Watermark watermark = new Watermark(fine, fine);
        assertThat(watermark.upto()).isEqualTo("2026-01-01T10:00:00.999999Z");
        assertThat(watermark.newest()).isEqualTo("2026-01-01T10:00:00.999999Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"microseconds", "milliseconds", "second", "minute", "day"})
    void F34_F35_a_stamp_of_any_precision_is_found_when_compared_at_its_precision(String precision) {
        Step coarse = step("item", "id", """
                select id, note, stamp from lab.item where cast(:since as timestamp) is null
                    or date_trunc('%1$s', stamp) >= date_trunc('%1$s', cast(:since as timestamp))
                """.formatted(precision));
        erp(
                "alter table lab.item alter stamp set default date_trunc('%s', clock_timestamp()::timestamp); update lab.item set stamp = default"
                        .formatted(precision));
        for (int i = 1; i <= 5; i++) {
            lab.changed(coarse).ok();
            erp("update lab.item set note = note || '%d', stamp = default where id %% 5 = %d".formatted(i, i % 5));
        }
        lab.changed(coarse).ok();
        equal();
    }

    @Test
    void F36_when_the_clock_of_the_source_steps_back_all_rows_are_read_and_the_watermark_goes_back() {
        lab.changed(ITEMS).ok();
        lab.web()
                .sql("update drover.watermark set upto = upto + interval '1 hour' where site = 'LAB'")
                .update();
        erp("update lab.item set note = 'back' where id = 3");

        Sent sent = lab.changed(ITEMS).ok();

        assertThat(sent.counts().read()).isEqualTo(20);
        assertThat(sent.report())
                .anyMatch(line -> line.startsWith("The clock of the source stands before the watermark"));
        assertThat(lab.since()).isBefore(LocalDateTime.now(ZoneOffset.UTC).plusDays(1));
        assertThat(lab.web()
                        .sql("select upto < clock_timestamp() from drover.watermark where site = 'LAB'")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        equal();
        assertThat(lab.changed(ITEMS).ok().counts().read()).isLessThan(20);
    }

    @Test
    void F37_a_stamp_of_the_future_is_told_and_does_not_keep_other_rows_back() {
        erp("update lab.item set stamp = '2999-01-01' where id = 1");
        assertThat(lab.changed(ITEMS).ok().notes())
                .containsExactly("lab.item: 1 rows have a stamp later than the source's clock and are read each time");
        erp("update lab.item set note = 'new', stamp = clock_timestamp() where id = 2");

        Sent sent = lab.changed(ITEMS).ok();

        assertThat(sent.counts().updated()).isEqualTo(1);
        assertThat(sent.notes()).hasSize(1);
        equal();
    }

    @Test
    void F38_rows_without_a_stamp_are_counted_and_read_each_time_where_the_query_asks_for_them() {
        erp("update lab.item set stamp = null where id % 20 = 0");
        assertThat(lab.changed(ITEMS).ok().notes())
                .containsExactly(
                        "lab.item: 1 rows have no stamp; Send Changed finds them only where the query asks for them");
        erp("update lab.item set note = 'new' where stamp is null");

        assertThat(lab.changed(ITEMS).ok().counts().updated()).isEqualTo(1);
        equal();
    }

    @Test
    void F39_a_change_without_a_stamp_is_found_by_a_comparison() {
        lab.changed(ITEMS).ok();
        erp("update lab.item set note = 'secret' where id = 7");

        assertThat(lab.changed(ITEMS).ok().counts().written()).isZero();
        assertThat(lab.task("compare").verify(ALL_ITEMS).ok().fates()).containsExactly("lab.item updated id=7");
        assertThat(lab.changed(ALL_ITEMS).ok().fates()).containsExactly("lab.item updated id=7");
        equal();
    }

    @Test
    void F40_what_was_deleted_is_found_by_a_comparison_of_keys_and_by_send_all() {
        lab.changed(ITEMS).ok();
        Step keys = step("item", "id", "select id from lab.item", send -> send.setDeletes(true));
        erp("delete from lab.item where id = 7");
        assertThat(lab.changed(ITEMS, keys).ok().fates()).containsExactly("lab.item removed id=7");
        erp("delete from lab.item where id = 8");

        assertThat(lab.all(ITEMS, keys).ok().fates()).containsExactly("lab.item removed id=8");
        equal();
    }

    @Test
    void F41_a_row_that_was_deleted_and_made_again_between_two_sends_has_its_last_state() {
        lab.changed(ITEMS).ok();
        erp("delete from lab.item where id = 7; insert into lab.item values (7, 'again')");

        assertThat(lab.changed(ITEMS).ok().fates()).containsExactly("lab.item updated id=7");
        equal();
    }

    @Test
    void F31_the_watermark_stays_at_the_oldest_open_transaction() throws Exception {
        lab.changed(ITEMS).ok();
        try (Connection open = lab.connectErp();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.executeUpdate("update lab.item set note = 'late', stamp = now() where id = 1");
            for (int i = 2; i < 6; i++) {
                erp("update lab.item set note = 'soon', stamp = clock_timestamp() where id = " + i);
                lab.changed(ITEMS).ok();
            }
            open.commit();
        }
        assertThat(lab.changed(ITEMS).ok().fates()).containsExactly("lab.item updated id=1");
        equal();
    }
}
