package io.drover.send;

import io.drover.Installation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in PostgreSQL. */
@ExtendWith(Installation.Shared.class)
class RehearsalTest extends RehearsalCases {

    RehearsalTest(Installation drover) {
        super(new SendLab(drover));
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
