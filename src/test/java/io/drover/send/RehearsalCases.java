package io.drover.send;

import static io.drover.send.SendLab.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a preview, a verify and an undo say and do, row by row, on parents with children. */
abstract class RehearsalCases {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());

    private static final String SINCE = "(cast(:since as timestamp) is null or stamp >= cast(:since as timestamp))";

    private static final Step ORDERS = step("ord", "id", "select id, name, gone from lab.ord where " + SINCE);
    private static final Step LINES = step(
            "line",
            "id,line",
            "select l.* from lab.line l join lab.ord using (id) where not gone and " + SINCE,
            send -> send.setWithin("id"));

    final SendLab lab;

    RehearsalCases(SendLab lab) {
        this.lab = lab;
    }

    /** Whatever a preview could leave in the shop: rows and their versions, and locks. */
    abstract List<String> state();

    @BeforeEach
    void create() {
        lab.create("""
                create table lab.ord (id int primary key, name text, gone boolean default false,
                                      stamp timestamp default clock_timestamp());
                create table lab.line (id int, line int, qty numeric, primary key (id, line));
                insert into lab.ord (id, name) select n, 'order ' || n from generate_series(1, 60) n;
                insert into lab.line select id, n, n from lab.ord, generate_series(1, 3) n;
                """, """
                create table lab.ord (id int primary key, name varchar(12), extra text default 'own');
                create table lab.line (id int references lab.ord, line int, qty numeric(6,2), seen int default 0,
                                       primary key (id, line), check (qty < 1000));
                """);
        lab.all(ORDERS, LINES).ok();
        lab.audit("ord", "line");
        lab.web()
                .sql("update lab.ord set extra = concat('of the shop ', id); delete from lab.audit")
                .update();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Random edits as an ERP makes them; some do not fit the shop. */
    private void edit(Random random) {
        for (int i = 0; i < 12; i++) {
            int id = 1 + random.nextInt(70);
            String sql = switch (random.nextInt(7)) {
                case 0 -> "update lab.ord set name = 'name %2$d' where id = %1$d";
                case 1 -> "update lab.ord set gone = not gone where id = %1$d";
                case 2 -> "update lab.line set qty = %2$d where id = %1$d and line = 1";
                case 3 -> "delete from lab.line where id = %1$d";
                case 4 -> "insert into lab.line values (%1$d, 9, %2$d) on conflict do nothing";
                case 5 -> "insert into lab.ord values (%1$d, 'order') on conflict do nothing";
                default -> "update lab.ord set name = 'a name too long' where id = %1$d";
            };
            lab.erp().sql(sql.formatted(id, random.nextInt(1100))).update();
            lab.erp()
                    .sql("update lab.ord set stamp = clock_timestamp() where id = " + id)
                    .update();
        }
        lab.erp()
                .sql("delete from lab.line where id not in (select id from lab.ord)")
                .update();
    }

    @Test
    void a_preview_and_a_verify_write_nothing() {
        edit(new Random(SEED));
        lab.erp()
                .sql("delete from lab.line where id = 50; delete from lab.ord where id = 50")
                .update();
        List<String> before = state();

        for (Mode mode : Mode.values()) {
            assertThat(lab.preview(mode, ORDERS, LINES).ok().counts().written())
                    .as("seed %d", SEED)
                    .isPositive();
        }
        assertThat(lab.verify(ORDERS, LINES).ok().counts().written()).isPositive();

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_preview_agrees_with_the_send_that_follows_on_every_row() {
        Random random = new Random(SEED);
        for (int round = 0; round < 12; round++) {
            edit(random);
            Mode mode = round % 3 == 2 ? Mode.ALL : Mode.CHANGED;

            Sent preview = lab.preview(mode, ORDERS, LINES).ok();
            Sent sent = mode == Mode.ALL
                    ? lab.all(ORDERS, LINES).ok()
                    : lab.changed(ORDERS, LINES).ok();

            assertThat(sent.rows()).as("seed %d, round %d", SEED, round).isEqualTo(preview.rows());
            assertThat(sent.counts()).as("seed %d, round %d", SEED, round).isEqualTo(preview.counts());
            assertThat(audited(sent)).as("seed %d, round %d", SEED, round).isEqualTo(lab.audited());
        }
    }

    /** The rows of a run as the audit of the shop would count them. */
    private static Map<String, Long> audited(Sent sent) {
        Map<Fate, String> ops = Map.of(Fate.INSERTED, "INSERT", Fate.UPDATED, "UPDATE", Fate.REMOVED, "DELETE");
        Map<String, Long> counts = new TreeMap<>();
        sent.rows().stream()
                .filter(row -> ops.containsKey(row.fate()))
                .forEach(row -> counts.merge(row.table().substring(4) + " " + ops.get(row.fate()), 1L, Long::sum));
        return counts;
    }

    @Test
    void a_verify_names_what_is_different_missing_and_extra() {
        lab.web().sql("""
                update lab.ord set name = 'other' where id = 1;
                delete from lab.line where id = 2; delete from lab.ord where id = 2;
                insert into lab.ord (id, name) values (99, 'extra');
                """).update();

        Sent verified = lab.verify(ORDERS, LINES).ok();

        assertThat(verified.fates())
                .containsExactly(
                        "lab.line inserted id=2, line=1",
                        "lab.line inserted id=2, line=2",
                        "lab.line inserted id=2, line=3",
                        "lab.ord inserted id=2",
                        "lab.ord removed id=99",
                        "lab.ord updated id=1");
        assertThat(verified.counts().equal()).isEqualTo(58 + 59 * 3);
        RunRow updated = SendLab.of(Fate.UPDATED, verified).get(0);
        assertThat(updated.before()).isEqualTo(Map.of("name", "other"));
        assertThat(updated.after()).isEqualTo(Map.of("name", "order 1"));
    }

    @Test
    void an_undo_brings_tables_back_exactly_and_leaves_what_was_changed_since() {
        lab.erp().sql("""
                update lab.ord set name = 'renamed', stamp = clock_timestamp() where id <= 5;
                update lab.ord set gone = true, stamp = clock_timestamp() where id between 6 and 8;
                insert into lab.ord (id, name) values (100, 'new'), (101, 'new');
                insert into lab.line values (100, 1, 1), (101, 1, 1), (1, 9, 9);
                delete from lab.line where id = 2;
                """).update();
        List<String> ordersBefore = lab.rows("ord");
        List<String> linesBefore = lab.rows("line");
        Sent sent = lab.changed(ORDERS, LINES).ok();
        assertThat(sent.counts().written()).isEqualTo(2 + 3 + 5 + 3 + 9 + 3);
        assertThat(lab.rows("ord")).isNotEqualTo(ordersBefore);

        assertThat(lab.undo(sent.run()).ok().counts().written())
                .isEqualTo(sent.counts().written());

        assertThat(lab.rows("ord")).isEqualTo(ordersBefore);
        assertThat(lab.rows("line")).isEqualTo(linesBefore);
        Sent again = lab.undo(sent.run()).ok();
        assertThat(again.counts().written()).as("nothing is left to undo").isZero();
        assertThat(again.counts().skipped()).isEqualTo(sent.counts().written());
    }

    @Test
    void an_undo_leaves_rows_that_were_changed_since() {
        lab.erp()
                .sql("update lab.ord set name = 'renamed', stamp = clock_timestamp() where id <= 5")
                .update();
        Sent sent = lab.changed(ORDERS, LINES).ok();
        lab.web()
                .sql(
                        "update lab.ord set name = 'by the shop' where id = 3; update lab.ord set extra = 'x' where id = 4")
                .update();

        Sent undone = lab.undo(sent.run()).ok();

        assertThat(undone.counts().updated()).isEqualTo(4);
        assertThat(undone.counts().skipped()).isEqualTo(1);
        assertThat(lab.rows("ord")).contains("(3,\"by the shop\",\"of the shop 3\")", "(4,\"order 4\",x)");
    }

    @Test
    void an_undo_of_a_first_load_is_refused_because_its_rows_were_not_kept() {
        lab.web().sql("delete from lab.line; delete from lab.ord").update();
        Sent sent = lab.all(ORDERS, LINES).ok();

        assertThat(lab.undo(sent.run()).problem())
                .contains("Not all rows that run")
                .contains("cannot be undone");
        assertThat(lab.rows("ord")).hasSize(60);
    }
}
