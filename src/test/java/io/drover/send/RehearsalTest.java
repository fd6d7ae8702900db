package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in PostgreSQL. */
@ExtendWith(Installation.Shared.class)
class RehearsalTest extends RehearsalCases {

    RehearsalTest(Installation drover) {
        super(new SendLab(drover));
    }

    @Test
    void a_value_that_is_too_long_to_be_kept_is_named_so_and_makes_an_undo_refuse() {
        lab.web().sql("alter table lab.ord alter name type text").update();
        Step orders = SendLab.step("ord", "id", "select id, name, gone from lab.ord order by id");
        lab.erp()
                .sql("update lab.ord set name = repeat('long ', 100000) where id = 7")
                .update();

        Sent sent = lab.all(orders).ok();

        assertThat(sent.rows()).singleElement().satisfies(row -> {
            assertThat(row.before()).isEqualTo(Map.of("name", "order 7"));
            assertThat(row.after()).isEqualTo(Map.of("name", "(more than 262,144 characters, not kept)"));
        });
        assertThat(lab.undo(sent.run()).problem())
                .isEqualTo(
                        "lab.ord, row id=7: the value of column name was too long to be kept, so the run cannot be undone");

        lab.erp().sql("delete from lab.ord where id = 7").update();
        lab.web().sql("delete from lab.line where id = 7").update();
        Sent removed = lab.all(orders).ok();
        assertThat(removed.counts().removed()).isEqualTo(1);
        assertThat(removed.rows().get(0).before()).containsEntry("name", RunRow.NOT_KEPT);
        assertThat(lab.undo(removed.run()).problem()).contains("row id=7: the value of column name was too long");
    }

    @Override
    List<String> state() {
        List<String> state = new ArrayList<>();
        for (String table : List.of(
                "lab.ord",
                "lab.line",
                "lab.audit",
                "drover.watermark",
                "drover.ledger",
                "drover.fence",
                "drover.sent_column",
                "drover.table_owner")) {
            state.addAll(lab.web()
                    .sql("select '%1$s ' || xmin || ' ' || ctid || ' ' || t::text from %1$s t order by 1"
                            .formatted(table))
                    .query(String.class)
                    .list());
        }
        state.addAll(lab.web().sql("""
                select 'lock ' || mode || ' ' || coalesce(relation::regclass::text, locktype) from pg_locks
                 where pid in (select pid from pg_stat_activity
                                where application_name like 'drover%' and pid <> pg_backend_pid())
                   and locktype in ('relation', 'advisory') and database = (select oid from pg_database
                                                                             where datname = current_database())
                """).query(String.class).list());
        return state;
    }
}
