package io.drover.send;

import static io.drover.send.SendLab.of;
import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F52, F59, F64: an empty table is loaded while the source is still read; what goes wrong meanwhile is told as ever. */
@ExtendWith(Installation.Shared.class)
class FirstLoadTest {

    private static final int ROWS = 25_000;
    private static final Step ITEMS = step("item", "id", "select id, code, price from lab.item order by id");

    private final SendLab lab;

    FirstLoadTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @BeforeEach
    void create() {
        lab.create("create table lab.item (id int primary key, code text, price numeric)", """
                create table lab.item (id int primary key, code varchar(10) not null,
                  price numeric(8,2) constraint not_cheap check (price >= 0))
                """);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void items(int count) {
        lab.erp()
                .sql("insert into lab.item select n, 'C' || n, n %% 1000 from generate_series(1, %d) n"
                        .formatted(count))
                .update();
    }

    private long rowsInShop() {
        return lab.web().sql("select count(*) from lab.item").query(Long.class).single();
    }

    @Test
    void rows_that_the_shop_refuses_in_any_portion_are_named_and_all_others_are_there() {
        items(ROWS);
        lab.erp()
                .sql("update lab.item set price = -1 where id in (1, 9999, 10001, 24000)")
                .update();

        Sent sent = lab.all(ITEMS).ok();

        assertThat(of(Fate.REFUSED, sent))
                .extracting(RunRow::key)
                .containsExactlyInAnyOrder("id=1", "id=9999", "id=10001", "id=24000");
        assertThat(sent.counts().inserted()).isEqualTo(ROWS - 4L);
        assertThat(rowsInShop()).isEqualTo(ROWS - 4L);
    }

    @Test
    void more_refused_rows_than_fill_a_page_can_be_listed_while_others_are_loaded() {
        items(ROWS);
        lab.erp()
                .sql("update lab.item set code = 'eleven char' where id % 10 = 0")
                .update();

        Sent sent = lab.all(step(
                        "item", "id", "select id, code, price from lab.item order by id", send -> send.setRefuse(ROWS)))
                .ok();

        assertThat(of(Fate.REFUSED, sent)).hasSize(ROWS / 10);
        assertThat(rowsInShop()).isEqualTo(ROWS - ROWS / 10);
    }

    @Test
    void a_source_that_fails_in_the_middle_leaves_nothing_and_the_next_run_loads_all() {
        items(ROWS);
        Sent failed = lab.all(step(
                "item",
                "id",
                "select id, code, price / (case when id = 20000 then 0 else 1 end) as price from lab.item"
                        + " order by id"));

        assertThat(failed.failure()).hasStackTraceContaining("division by zero");
        assertThat(rowsInShop()).isZero();
        assertThat(lab.all(ITEMS).ok().counts().inserted()).isEqualTo(ROWS);
        assertThat(rowsInShop()).isEqualTo(ROWS);
    }

    @Test
    void a_preview_counts_all_rows_but_leaves_the_waste_of_few_in_the_shop() {
        items(250_000);

        Sent preview = lab.preview(Mode.ALL, ITEMS).ok();
        long waste = sizeInShop();
        lab.all(ITEMS).ok();

        assertThat(preview.counts().inserted()).isEqualTo(250_000);
        assertThat(waste).isLessThan(sizeInShop() / 3);
        assertThat(rowsInShop()).isEqualTo(250_000);
    }

    private long sizeInShop() {
        return lab.web()
                .sql("select pg_table_size('lab.item')")
                .query(Long.class)
                .single();
    }
}
