package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The seven changes in PRONTO that a "Changed" as the old system documents it does not find. Each test changes PRONTO as
 * its programs do (stamps are dates), sends, and looks into the shop.
 */
@ExtendWith(Installation.Shared.class)
class TrapsTest {

    @BeforeAll
    static void shop_is_up_to_date(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.sendEverything(drover.live());
    }

    @Test
    @DisplayName("T-a: a delivery address is added, the debtor is not stamped")
    void PF11_address_without_debtor_stamp_is_sent_by_changed(Installation drover) {
        change(
                drover,
                "update pronto.deb_master set dr_date_last_changed = current_date - 30 where dr_accountcode = 'D000001'");
        change(
                drover,
                "insert into pronto.name_and_address_master (accountcode, na_type, na_name, na_addr_1) values ('D000001', '77', 'New site', '9 New Rd')");
        Run run = sendChanged(drover, "customer-master");
        assertThat(run.counts().inserted()).isEqualTo(1);
        assertThat(
                        count(
                                drover,
                                "select count(*) from web.customer_address where customer_code = 'D000001' and address_type = '77' and line_1 = '9 New Rd'"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("T-b: two edits on one day, Send Changed between them")
    void PF9_PF10_second_edit_of_the_day_is_sent(Installation drover) {
        change(
                drover,
                "update pronto.stock_master set stk_date_last_change = current_date, stk_description = 'first edit', stk_desc_line_2 = null, stk_desc_line_3 = null where stock_code = 'SKU0000001'");
        sendChanged(drover, "product-master");
        assertThat(title(drover, "SKU0000001")).isEqualTo("first edit");
        change(
                drover,
                "update pronto.stock_master set stk_date_last_change = current_date, stk_description = 'second edit', stk_desc_line_2 = null, stk_desc_line_3 = null where stock_code = 'SKU0000002'");
        sendChanged(drover, "product-master");
        assertThat(title(drover, "SKU0000002")).isEqualTo("second edit");
    }

    @Test
    @DisplayName("T-c: a product is deleted; the comparison of keys finds it")
    void PF13_deleted_product_goes_with_send_changed(Installation drover) {
        change(drover, "delete from pronto.stock_master where stock_code = 'SKU0000003'");
        Run run = sendChanged(drover, "product-master");
        assertThat(product(drover, "SKU0000003")).isZero();
        assertThat(run.counts().removed()).isPositive();
    }

    @Test
    @DisplayName("T-d: the sort code is removed")
    void PF14_product_without_sort_code_is_removed_by_changed(Installation drover) {
        assertThat(product(drover, "SKU0000005")).isEqualTo(1);
        change(
                drover,
                "update pronto.stock_master set stk_sort_code = '', stk_date_last_change = current_date where stock_code = 'SKU0000005'");
        sendChanged(drover, "product-master");
        assertThat(product(drover, "SKU0000005")).isZero();
    }

    @Test
    @DisplayName("T-e: an order becomes status 61")
    void order_that_becomes_61_is_removed_by_changed(Installation drover) {
        int order = drover.web()
                .sql("select max(order_no) from web.sales_order")
                .query(Integer.class)
                .single();
        change(
                drover,
                "update pronto.sales_order set so_order_status = '61', so_date_stamp = current_date where so_order_no = "
                        + order);
        Run run = sendChanged(drover, "current-orders");
        assertThat(count(drover, "select count(*) from web.sales_order where order_no = " + order))
                .isZero();
        assertThat(count(drover, "select count(*) from web.sales_order_line where order_no = " + order))
                .isZero();
        assertThat(run.counts().removed()).as("order, lines and delivery").isGreaterThan(2);
    }

    @Test
    @DisplayName("T-f: an order ages out of the archive window")
    void PF18_aged_out_order_is_removed(Installation drover) {
        int order = drover.web()
                .sql("select min(order_no) from web.sales_order where order_date = current_date - 90")
                .query(Integer.class)
                .single();
        change(drover, "update pronto.sales_order set so_order_date = current_date - 91 where so_order_no = " + order);
        drover.web()
                .sql("update drover.watermark set upto = upto - interval '1 day' where task = 'current-orders'")
                .update();
        sendChanged(drover, "current-orders");
        assertThat(count(drover, "select count(*) from web.sales_order where order_no = " + order))
                .as("it was inside the window at the watermark")
                .isZero();
    }

    @Test
    @DisplayName("T-g: PRONTO is restored to an older state")
    void IF17_restored_source_is_detected_and_right_after_send_all(Installation drover) {
        change(
                drover,
                "update pronto.stock_master set stk_date_last_change = current_date, stk_description = 'before the restore' where stock_code = 'SKU0000010'");
        sendChanged(drover, "product-master");
        change(
                drover,
                "update pronto.stock_master set stk_date_last_change = current_date - 40, stk_creation_date = current_date - 400, stk_description = 'restored', stk_desc_line_2 = null, stk_desc_line_3 = null where stock_code = 'SKU0000010'");
        change(
                drover,
                "update pronto.stock_master set stk_date_last_change = current_date - 40, stk_creation_date = least(stk_creation_date, current_date - 40) where greatest(stk_date_last_change, stk_creation_date) > current_date - 40");
        Run changed = drover.send(drover.live(), "product-master", Mode.CHANGED);
        assertThat(changed.result()).isEqualTo(Result.FAILED);
        assertThat(changed.message())
                .contains("it was restored to an older state")
                .contains("Send All");
        assertThat(title(drover, "SKU0000010")).as("after Send Changed").startsWith("before the restore");
        drover.send(drover.live(), "product-master", Mode.ALL);
        assertThat(title(drover, "SKU0000010")).as("after Send All").isEqualTo("restored");
        sendChanged(drover, "product-master");
    }

    @Test
    void PF11_child_rows_of_a_changed_order_are_made_complete(Installation drover) {
        int order = drover.web()
                .sql("select max(order_no) - 3 from web.sales_order where status <> '61'")
                .query(Integer.class)
                .single();
        change(drover, "delete from pronto.sales_order_lines where so_order_no = " + order);
        change(drover, "update pronto.sales_order set so_date_stamp = current_date where so_order_no = " + order);
        sendChanged(drover, "current-orders");
        assertThat(count(drover, "select count(*) from web.sales_order where order_no = " + order))
                .isEqualTo(1);
        assertThat(count(drover, "select count(*) from web.sales_order_line where order_no = " + order))
                .as("the last line vanished, its parent did not")
                .isZero();
    }

    private static void change(Installation drover, String sql) {
        assertThat(drover.pronto().sql(sql).update()).isPositive();
    }

    private static Run sendChanged(Installation drover, String task) {
        Run run = drover.send(drover.live(), task, Mode.CHANGED);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        return run;
    }

    private static long product(Installation drover, String code) {
        return count(drover, "select count(*) from web.product where product_code = '" + code + "'");
    }

    private static String title(Installation drover, String code) {
        return drover.web()
                .sql("select title from web.product where product_code = ?")
                .param(code)
                .query(String.class)
                .single();
    }

    private static long count(Installation drover, String sql) {
        return drover.web().sql(sql).query(Long.class).single();
    }
}
