package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way back: web orders into PRONTO and its answer, commands of the shop, activation of customers. */
@ExtendWith(Installation.Shared.class)
class WebOrdersTest {

    @BeforeEach
    void running_and_sent(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.send(drover.live(), "customer-master", Mode.ALL);
    }

    @AfterEach
    void take_orders_back(Installation drover) {
        drover.web()
                .sql("delete from web.web_order where web_order_no like 'TEST%'")
                .update();
        drover.web().sql("delete from web.integrator_command").update();
        drover.pronto()
                .sql("delete from pronto.so_load where web_order_no like 'TEST%'")
                .update();
        drover.pronto()
                .sql("delete from pronto.sales_order where so_web_order_no like 'TEST%'")
                .update();
    }

    private static void placeOrder(Installation drover, String number, String product) {
        drover.web()
                .sql("insert into web.web_order (web_order_no, customer_code) values (?, 'D000002')")
                .param(number)
                .update();
        drover.web()
                .sql("insert into web.web_order_line values (?, 1, ?, 3, 12.5), (?, 2, ?, 1, 7)")
                .params(number, product, number, "SKU0000008")
                .update();
    }

    private static Run getOrders(Installation drover) {
        Run run = drover.send(drover.live(), "get-orders", Mode.CHANGED);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        return run;
    }

    @Test
    void PF31_web_orders_reach_pronto_once_and_its_answer_comes_back(Installation drover) {
        placeOrder(drover, "TEST-1", "SKU0000002");
        placeOrder(drover, "TEST-2", "NO-SUCH");
        assertThat(getOrders(drover).counts().inserted())
                .as("2 orders, 4 lines")
                .isEqualTo(6);
        assertThat(getOrders(drover).counts().written())
                .as("asked again before the ERP looked")
                .isZero();
        drover.pronto().sql("call pronto.import_orders()").update();
        assertThat(getOrders(drover).counts().updated()).isEqualTo(2);
        assertThat(drover.live().log().tail(10)).as("PR13").anyMatch(line -> line.endsWith(": Getting data..."));
        List<String> answers = drover.web()
                .sql(
                        "select web_order_no || ' ' || erp_status || ' ' || (erp_order_no is not null) from web.web_order where web_order_no like 'TEST%' order by 1")
                .query(String.class)
                .list();
        assertThat(answers).containsExactly("TEST-1 LOADED true", "TEST-2 REJECTED false");
        drover.web()
                .sql("update web.web_order set erp_status = 'PENDING' where web_order_no = 'TEST-1'")
                .update();
        getOrders(drover);
        drover.pronto().sql("call pronto.import_orders()").update();
        assertThat(drover.pronto()
                        .sql("select count(*) from pronto.sales_order where so_web_order_no = 'TEST-1'")
                        .query(Long.class)
                        .single())
                .as("one order in PRONTO, however often the shop asks")
                .isEqualTo(1);
    }

    @Test
    void a_line_that_the_erp_cannot_take_leaves_no_half_order(Installation drover) {
        drover.web()
                .sql("alter table web.web_order_line alter product_code type varchar(40)")
                .update();
        placeOrder(drover, "TEST-3", "A-CODE-THAT-IS-MUCH-TOO-LONG");
        Run run = drover.send(drover.live(), "get-orders", Mode.CHANGED);
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message())
                .contains("pronto.so_load_lines, row web_order_no=TEST-3, line_no=1: column stock_code: text of 28");
        assertThat(drover.pronto()
                        .sql("select count(*) from pronto.so_load where web_order_no = 'TEST-3'")
                        .query(Long.class)
                        .single())
                .isZero();
        drover.web()
                .sql("delete from web.web_order where web_order_no = 'TEST-3'")
                .update();
        drover.web()
                .sql("alter table web.web_order_line alter product_code type varchar(16)")
                .update();
    }

    @Test
    void commands_of_the_shop_start_runs(Installation drover) throws InterruptedException {
        drover.web()
                .sql(
                        "insert into web.integrator_command (task, mode) values ('system-table', 'ALL'), ('no-such-task', 'ALL'), ('system-table', 'SOME')")
                .update();
        poll(drover, "trigger");
        List<String> answers = drover.web()
                .sql(
                        "select coalesce(run::text, '-') || ': ' || answer from web.integrator_command where taken_at is not null order by id")
                .query(String.class)
                .list();
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).matches("\\d+: run \\d+ asked for");
        assertThat(answers.get(1)).startsWith("-: Site LIVE has no task 'no-such-task'");
        assertThat(answers.get(2)).startsWith("-: Mode 'SOME' is unknown");
        long asked = Long.parseLong(answers.get(0).substring(0, answers.get(0).indexOf(':')));
        Run run = drover.ended(asked);
        assertThat(run.result()).isEqualTo(Result.OK);
        assertThat(run.cause()).isEqualTo("route");
        assertThat(run.requestedBy()).isEqualTo("trigger");
        assertThat(drover.live().log().tail(30))
                .anyMatch(line -> line.endsWith(": Checking for trigger command..."))
                .anyMatch(line -> line.endsWith(": Trigger check completed."));
    }

    @Test
    void PR13_monitor_says_that_the_web_server_is_connected(Installation drover) throws InterruptedException {
        int before = drover.live().log().tail(1000).size();
        poll(drover, "monitor");
        assertThat(drover.live().log().tail(1000).stream().skip(before))
                .anyMatch(line -> line.endsWith(": Connection to web server established"));
    }

    /** Runs a task that no click can start, as its schedule would. */
    private static void poll(Installation drover, String task) {
        drover.ended(drover.askAsSchedule(drover.live(), task));
    }

    @Test
    void PF27_a_pending_customer_becomes_active_and_gets_its_statement(Installation drover) {
        String customer = drover.pronto()
                .sql("select accountcode from pronto.deb_trans where accountcode not like 'D00001%' order by 1 limit 1")
                .query(String.class)
                .single();
        drover.web()
                .sql("update web.customer set activation = 'Pending' where customer_code = ?")
                .param(customer)
                .update();
        Run run = drover.send(drover.live(), "customer-transactions", Mode.CHANGED);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        assertThat(transactions(drover, customer)).isPositive();
        drover.web()
                .sql("update web.customer set activation = 'Inactive' where customer_code = ?")
                .param(customer)
                .update();
        drover.send(drover.live(), "customer-transactions", Mode.CHANGED);
        assertThat(transactions(drover, customer)).isZero();
    }

    private static long transactions(Installation drover, String customer) {
        return drover.web()
                .sql(
                        "select count(*) from web.customer_transaction t join web.customer c using (customer_code) where customer_code = ? and activation in ('Active', 'Inactive')")
                .param(customer)
                .query(Long.class)
                .single();
    }

    @Test
    void two_clicks_while_one_waits_are_one_run(Installation drover) {
        long first = drover.live()
                .send("contract-prices", Mode.ALL, "test")
                .commenced()
                .run();
        long second =
                drover.live().send("system-table", Mode.ALL, "test").commenced().run();
        var third = drover.live().send("system-table", Mode.ALL, "test").commenced();
        drover.ended(first);
        drover.ended(second);
        assertThat(drover.server()
                        .runs()
                        .list(new RunFilter("LIVE", "system-table", null, null, null, 1))
                        .get(0)
                        .run())
                .as("either the second still waited and served the third, or it had begun and the third followed")
                .isEqualTo(third.run());
        assertThat(third.coalesced()).isEqualTo(third.run() == second);
    }
}
