package io.drover.send;

import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F58, F62, F63: tables that depend on each other, two sites with one target, a shop that writes into our rows. */
@ExtendWith(Installation.Shared.class)
class ManyTablesTest {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final int TABLES = 8;

    private final SendLab lab;

    ManyTablesTest(Installation drover) {
        lab = new SendLab(drover);
    }

    @BeforeEach
    void create() {
        StringBuilder erp = new StringBuilder();
        StringBuilder web = new StringBuilder();
        for (int i = 0; i < TABLES; i++) {
            erp.append(
                    "create table lab.t%1$d (id int, up int); insert into lab.t%1$d select n, n from generate_series(1, 9) n;"
                            .formatted(i));
            web.append("create table lab.t%d (id int primary key, up int%s);"
                    .formatted(i, i == 0 ? "" : " not null references lab.t" + (i - 1)));
        }
        lab.create(erp.toString(), web.toString());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static Step[] steps(List<Integer> order) {
        return order.stream().map(i -> step("t" + i, "id")).toArray(Step[]::new);
    }

    private static List<Integer> parentsFirst() {
        return new ArrayList<>(IntStream.range(0, TABLES).boxed().toList());
    }

    @Test
    void F58_tables_are_filled_and_emptied_in_the_order_that_their_foreign_keys_ask_for() {
        inAnyOrder(parentsFirst());
    }

    @Test
    void F58_a_few_rows_go_through_whatever_the_order_of_the_steps() {
        List<Integer> childrenFirst = parentsFirst();
        Collections.reverse(childrenFirst);
        inAnyOrder(childrenFirst);
        List<Integer> random = parentsFirst();
        Collections.shuffle(random, new Random(SEED));
        create();
        inAnyOrder(random);
    }

    private void inAnyOrder(List<Integer> order) {
        Sent filled = lab.all(steps(order)).ok();
        assertThat(filled.counts().inserted()).as("seed %d, %s", SEED, order).isEqualTo(9L * TABLES);
        assertThat(filled.counts().refused()).isZero();
        for (int i = 0; i < TABLES; i++) {
            lab.erp()
                    .sql("delete from lab.t%1$d where id > 4; insert into lab.t%1$d values (20, 20)".formatted(i))
                    .update();
        }

        Sent changed = lab.all(steps(order)).ok();

        assertThat(changed.counts())
                .as("seed %d, %s", SEED, order)
                .isEqualTo(new SendCounts(10 * TABLES, 4 * TABLES, TABLES, 0, 5 * TABLES, 0, 0, 0));
    }

    @Test
    void F58_a_row_that_another_table_of_the_shop_needs_is_named_and_stays() {
        lab.all(steps(List.of(0))).ok();
        lab.web().sql("insert into lab.t1 values (1, 3)").update();
        lab.erp().sql("delete from lab.t0 where id in (3, 4)").update();

        Sent sent = lab.all(steps(List.of(0))).ok();

        assertThat(sent.fates()).containsExactly("lab.t0 refused id=3", "lab.t0 removed id=4");
        assertThat(SendLab.of(Fate.REFUSED, sent).get(0).reason()).startsWith("cannot be removed: ");
    }

    @Test
    void F62_a_second_site_is_refused_by_name_until_the_first_one_gave_the_table_up() {
        lab.all(steps(List.of(0))).ok();
        try (SendLab other = lab.other()) {
            String problem = other.all(steps(List.of(0))).problem();
            assertThat(problem).contains("lab.t0 in #web is kept equal by site LAB, so site OTHER must not send to it");
            assertThat(other.preview(Mode.ALL, steps(List.of(0))).problem()).contains("is kept equal by site LAB");
            lab.web()
                    .sql("delete from drover.table_owner where table_name = 'lab.t0'")
                    .update();

            assertThat(other.all(steps(List.of(0))).ok().counts().equal()).isEqualTo(9);
        }
        assertThat(lab.all(steps(List.of(0))).problem()).contains("kept equal by site OTHER");
    }

    @Test
    void F63_what_the_shop_writes_into_our_rows_is_made_equal_and_its_own_columns_stay() {
        lab.web().sql("alter table lab.t0 add own text default 'x'").update();
        Step whole = step("t0", "id", "select id, up from lab.t0", send -> send.setCompare(true));
        lab.all(whole).ok();
        Random random = new Random(SEED);
        for (int round = 0; round < 10; round++) {
            lab.web()
                    .sql("update lab.t0 set up = %d, own = 'y' where id = %d"
                            .formatted(random.nextInt(), 1 + random.nextInt(9)))
                    .update();
            lab.web()
                    .sql("delete from lab.t0 where id = " + (1 + random.nextInt(9)))
                    .update();
            lab.web()
                    .sql("insert into lab.t0 values (%d, 1) on conflict do nothing".formatted(100 + random.nextInt(9)))
                    .update();
            Sent sent = lab.changed(whole).ok();
            assertThat(sent.counts().written()).as("seed %d", SEED).isPositive();
            assertThat(lab.verify(whole).ok().counts()).isEqualTo(new SendCounts(9, 9, 0, 0, 0, 0, 0, 0));
        }
        assertThat(lab.rows("t0")).as("seed %d", SEED).anyMatch(row -> row.endsWith(",y)") || row.endsWith(",x)"));
    }
}
