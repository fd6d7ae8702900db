package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rules by which the shipped route files send products, where the old system had one rule for Changed and another for All.
 * Works on LIVE, with products that no other test touches.
 */
@ExtendWith(Installation.Shared.class)
class ShopRulesTest {

    private final Installation drover;

    ShopRulesTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void shop_is_up_to_date(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.sendEverything(drover.live());
    }

    private void erp(String sql) {
        assertThat(drover.pronto().sql(sql).update()).as(sql).isPositive();
    }

    private Run send(String task, Mode mode) {
        Run run = drover.send(drover.live(), task, mode);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        return run;
    }

    private List<String> shop(String sql) {
        return drover.web().sql(sql).query(String.class).list();
    }

    private static String valid(String code) {
        return "select valid::text from web.product where product_code = '%s'".formatted(code);
    }

    @Test
    void PF16_a_table_that_was_emptied_in_the_shop_is_full_and_equal_after_the_next_all() {
        String all = "select md5(string_agg(p::text, ',' order by p::text collate \"C\")) from web.product_price p";
        List<String> before = shop(all);
        int rows = drover.web().sql("delete from web.product_price").update();
        assertThat(rows).isPositive();

        Run run = send("product-master", Mode.ALL);

        assertThat(run.counts().inserted())
                .as("there is no cache to be emptied first")
                .isEqualTo(rows);
        assertThat(shop(all)).isEqualTo(before);
        assertThat(send("product-master", Mode.ALL).counts().written()).isZero();
    }

    @Test
    void PF17_PF28_what_a_filter_leaves_out_never_arrives_until_the_filter_lets_it() {
        String order = drover.web()
                .sql("select min(order_no)::text from web.sales_order where status not in ('61', '90')")
                .query(String.class)
                .single();
        String arrived = "select status from web.sales_order where order_no = " + order;
        List<String> before = shop(arrived);
        String change =
                "update pronto.sales_order set so_order_status = '%s', so_date_stamp = current_date where so_order_no = "
                        + order;
        erp(change.formatted("61"));
        for (Mode mode : Mode.values()) {
            send("current-orders", mode);
            assertThat(shop(arrived)).as(mode.words()).isEmpty();
        }
        erp(change.formatted(before.get(0)));
        send("current-orders", Mode.ALL);
        assertThat(shop(arrived)).isEqualTo(before);
    }

    @Test
    void PF19_a_product_that_became_invalid_is_shown_as_such_by_changed_and_by_all_alike() {
        String code = drover.web()
                .sql("select min(product_code) from web.product where valid and product_code > 'SKU0000020'")
                .query(String.class)
                .single();
        String change =
                "update pronto.stock_master set stk_condition_code = '%s', stk_date_last_change = current_date where stock_code = '%s'";
        for (Mode mode : Mode.values()) {
            erp(change.formatted("O", code));
            send("product-master", mode);
            assertThat(shop(valid(code))).as(mode.words()).containsExactly("false");
            erp(change.formatted("A", code));
            send("product-master", mode);
            assertThat(shop(valid(code))).as(mode.words()).containsExactly("true");
        }
    }

    @Test
    void PF20_alternate_categories_go_whole_with_changed_as_with_all() {
        String categories =
                "select category_code from web.product_category where product_code = 'SKU0000022' order by 1";
        List<String> before = shop(categories);
        String other = drover.pronto()
                .sql(
                        "select min(sys_tbl_code) from pronto.system_table where sys_tbl_type = 'WC' and sys_tbl_code <> ?")
                .param(before.get(0))
                .query(String.class)
                .single();
        erp("insert into pronto.stock_notes values ('SKU0000022', 'AC', 901, '%s')".formatted(other));
        send("product-categories", Mode.CHANGED);
        assertThat(shop(categories)).as("a note has no stamp").contains(other);
        erp("delete from pronto.stock_notes where stock_code = 'SKU0000022' and line_no = 901");
        send("product-categories", Mode.CHANGED);
        assertThat(shop(categories)).as("nor has one that is gone").isEqualTo(before);
    }

    @Test
    void PF21_a_colloquial_name_is_cut_to_twenty_characters_and_counted_and_cleared_when_it_is_gone() {
        String name = "select coalesce(colloquial_name, 'none') from web.product where product_code = 'SKU0000023'";
        drover.pronto()
                .sql("delete from pronto.stock_notes where stock_code = 'SKU0000023' and note_type = 'CN'")
                .update();
        erp("insert into pronto.stock_notes values ('SKU0000023', 'CN', 1, 'A name of twenty-six chars')");
        Run run = send("product-notes", Mode.CHANGED);
        assertThat(shop(name)).containsExactly("A name of twenty-six");
        assertThat(run.message()).contains("colloquial_name").containsIgnoringCase("cut");
        erp("delete from pronto.stock_notes where stock_code = 'SKU0000023' and note_type = 'CN'");
        send("product-notes", Mode.CHANGED);
        assertThat(shop(name)).containsExactly("none");
    }

    @Test
    void PF26_what_happens_once_for_a_shipped_order_happens_once_however_often_it_is_sent() {
        String order = drover.web()
                .sql("select max(order_no)::text from web.sales_order where status not in ('61', '70')")
                .query(String.class)
                .single();
        drover.web().sql("""
                create table public.shipped (order_no int);
                create function public.mail() returns trigger language plpgsql as
                  $$ begin insert into public.shipped values (new.order_no); return null; end $$;
                create trigger mail after update on web.sales_order for each row
                  when (new.status = '70' and old.status <> '70') execute function public.mail();
                """).update();
        try {
            erp(
                    "update pronto.sales_order set so_order_status = '70', so_date_stamp = current_date where so_order_no = "
                            + order);
            send("current-orders", Mode.CHANGED);
            assertThat(shop("select order_no::text from public.shipped")).contains(order);
            List<String> once = shop("select order_no::text from public.shipped order by 1");
            send("current-orders", Mode.ALL);
            send("current-orders", Mode.CHANGED);
            assertThat(shop("select order_no::text from public.shipped order by 1"))
                    .isEqualTo(once);
        } finally {
            drover.web()
                    .sql("drop trigger mail on web.sales_order; drop function public.mail; drop table public.shipped")
                    .update();
        }
    }
}
