package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.fault.FaultLab.LabSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An oracle that finds nothing proves nothing: each kind of wrong, made by hand, must be found. */
@ExtendWith(FaultLab.Shared.class)
class CheckerTest {

    private final FaultLab lab;
    private final LabSite site;
    private final JdbcClient shop;

    CheckerTest(FaultLab lab) {
        this.lab = lab;
        this.site = lab.stage();
        this.shop = site.databases().shop();
    }

    @AfterEach
    void make_good() {
        site.databases()
                .erp()
                .sql("update erp.sales_order set gone = false where order_no = 5")
                .update();
        site.databases()
                .control()
                .sql("delete from drover.task_run where node = 'nobody'")
                .update();
        shop.sql(
                        "delete from drover.ledger where run < 0; truncate shop.sales_order, shop.order_line, shop.audit, shop.audit_run")
                .update();
        lab.api().sendAndWait(site.name(), "orders", "all");
        site.checker().assertShopIsTrue("made good");
        site.checker().assertHistoryIsTrue("made good");
    }

    @Test
    void it_finds_rows_that_are_lost_stale_doubled_invented_or_back_from_the_dead() {
        shop.sql("""
                delete from shop.order_line where order_no = 1 and line = 1;
                update shop.sales_order set customer = 'X' where order_no = 2;
                insert into shop.order_line select * from shop.order_line where order_no = 3 and line = 1;
                insert into shop.sales_order values (777, 'X', 1) on conflict (order_no) do nothing;
                insert into shop.sales_order values (777777, 'X', 1);
                """).update();
        site.databases()
                .erp()
                .sql("update erp.sales_order set gone = true where order_no = 5")
                .update();
        assertThat(site.checker().differences())
                .anyMatch(each -> each.equals("lost: line 1/1"))
                .anyMatch(each -> each.startsWith("stale: order 2 is X|"))
                .anyMatch(each -> each.startsWith("duplicate: line 3/1"))
                .anyMatch(each -> each.equals("phantom: order 777777"))
                .anyMatch(each -> each.equals("resurrected: order 5"));
        assertThat(site.checker().torn()).contains("order 1 is torn", "order 3 is torn", "order 777777 is torn");
        assertThatThrownBy(() -> site.checker().assertShopIsTrue("tampered with"))
                .hasMessageContaining("written by no run: ");
    }

    @Test
    void F90_it_finds_what_a_run_or_a_killed_process_left_behind(@TempDir Path temporary) throws Exception {
        Checker checker =
                new Checker(site.name(), site.databases(), List.of(site.target().client("postgres")));
        checker.rememberTables();
        checker.watchFiles(temporary);
        Files.createFile(temporary.resolve("drover-rows.tmp"));
        String session = "drover left behind";
        try (Connection left = site.target().connect("shop");
                Statement statement = left.createStatement()) {
            left.setClientInfo("ApplicationName", session);
            statement.execute("create table shop.staging (id int); create temporary table staged (id int)");
            statement.execute("select pg_advisory_lock(77)");
            // Drover may be looking how fresh the shop is at this moment.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(checker.leftBehind(false))
                            .as("of a run, while Drover lives and its sessions rest")
                            .contains("table shop.staging", "temporary table staged", "file drover-rows.tmp")
                            .anyMatch(each -> each.startsWith("lock advisory ExclusiveLock of session "))
                            .noneMatch(each -> each.startsWith("session ")));
            assertThat(checker.leftBehind(true))
                    .as("of a killed process")
                    .anyMatch(each -> each.matches("session \\d+ of shop idle: .*"));
            left.setAutoCommit(false);
            statement.execute("lock table shop.sales_order in share mode");
            assertThat(checker.leftBehind(false))
                    .as("of a run that never ended")
                    .anyMatch(each -> each.matches("session \\d+ of shop idle in transaction: .*"));
        } finally {
            shop.sql("drop table shop.staging").update();
            Files.delete(temporary.resolve("drover-rows.tmp"));
        }
        checker.assertNothingHeld("all taken away");
    }

    @Test
    void it_finds_a_ledger_and_a_history_that_do_not_say_what_happened() {
        shop.sql("""
                insert into drover.ledger (site, run, task, mode, read, equal, inserted, updated, removed, refused, held, skipped)
                values ('STAGE', -1, 'orders', 'ALL', 7, 1, 2, 3, 0, 0, 0, 0)
                """).update();
        assertThatThrownBy(() -> site.checker().assertShopIsTrue("tampered with"))
                .hasMessageContaining("run -1 says 2+3-0, but it did 0+0-0; read 7");
        site.databases().control().sql("""
                insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, status, token, node, result)
                values ('STAGE', 'orders', 'orders', 'Nobody', 'ALL', 'ad-hoc', 'test', 'ENDED', 1, 'nobody', 'OK')
                """).update();
        assertThatThrownBy(() -> site.checker().assertHistoryIsTrue("tampered with"))
                .hasMessageContaining("ENDED, OK: null; in the ledger: false");
    }
}
