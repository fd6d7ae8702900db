package io.drover.send;

import io.drover.Installation;
import io.drover.MariaServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in MariaDB. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class RehearsalMariaDbTest extends RehearsalCases {

    RehearsalMariaDbTest(Installation drover, MariaServer maria) {
        super(new SendLab(drover, maria));
    }

    @Override
    List<String> state() {
        List<String> state = new ArrayList<>();
        for (String table : List.of("ord", "line", "audit")) {
            state.addAll(lab.rows(table));
        }
        for (String table : List.of("watermark", "ledger", "fence", "sent_column", "table_owner", "table_lock")) {
            state.addAll(lab.rows("drover_" + table));
        }
        state.addAll(lab.web()
                .sql("select concat('transaction of session ', trx_mysql_thread_id) from information_schema.innodb_trx"
                        + " where trx_mysql_thread_id <> connection_id()")
                .query(String.class)
                .list());
        return state;
    }
}
