package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Result;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * After Send All every table of the shop holds, row by row, what PRONTO holds. What it should hold is computed here in
 * SQL of its own, not by the route files and not by Drover's code.
 */
@ExtendWith(Installation.Shared.class)
class EveryTableTest {

    @BeforeAll
    static void send_everything(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        assertThat(drover.sendEverything(drover.live())).allSatisfy(run -> {
            assertThat(run.result()).as(run.task() + ": " + run.message()).isEqualTo(Result.OK);
        });
        drover.web()
                .sql("update web.customer set activation = 'Active' where customer_code like 'D00001%'")
                .update();
        drover.send(drover.live(), "customer-transactions", Mode.ALL);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            product ; select stock_code, trim(both from stk_description || coalesce(' ' || nullif(trim(stk_desc_line_2), ''), '') || coalesce(' ' || nullif(trim(stk_desc_line_3), ''), '')), stk_unit_desc, stk_brand, stk_apn_number, stk_sort_code, stk_condition_code is null or stk_condition_code not in ('I','O','N','T'), (select left(trim(n.note_text), 20) from pronto.stock_notes n where n.stock_code = p.stock_code and n.note_type = 'CN' and trim(n.note_text) <> '' order by line_no limit 1) from pronto.stock_master p where stk_sort_code > '' ; select product_code, title, unit, brand, barcode, category_code, valid, colloquial_name from web.product
            product_price ; select stock_code, prc_region_code, l, (array[0, prc_qty_1, prc_qty_2, prc_qty_3, prc_qty_4])[l+1]::numeric(14,4), (array[prc_price_0, prc_price_1, prc_price_2, prc_price_3, prc_price_4])[l+1] from pronto.stock_price, generate_series(0,4) l where stock_code in (select stock_code from pronto.stock_master where stk_sort_code > '') ; select product_code, region, level, min_qty, price from web.product_price
            product_availability ; select d.stock_code, whse_code, whse_qty_on_hand, whse_qty_committed from pronto.stock_warehouse_detail d where exists (select from pronto.stock_master s where s.stock_code = d.stock_code and stk_sort_code > '') ; select product_code, warehouse, qty_on_hand, qty_committed from web.product_availability
            category ; select c.sys_tbl_code, case when length(c.sys_tbl_code) > 2 then (select x.sys_tbl_code from pronto.system_table x where x.sys_tbl_type = 'WC' and x.sys_tbl_code = left(c.sys_tbl_code, 2)) end, c.sys_description, c.sys_sequence from pronto.system_table c where c.sys_tbl_type = 'WC' ; select category_code, parent_code, name, sort_seq from web.category
            product_category ; select distinct stock_code, c from pronto.stock_master s, lateral (values (s.stk_sort_code)) v(c) where stk_sort_code > '' union select n.stock_code, trim(n.note_text) from pronto.stock_notes n, pronto.stock_master s where n.note_type = 'AC' and trim(n.note_text) > '' and s.stock_code = n.stock_code and s.stk_sort_code > '' ; select product_code, category_code from web.product_category
            system_table ; select sys_tbl_type, sys_tbl_code, sys_description, sys_sequence from pronto.system_table ; select table_type, code, description, sequence from web.system_table
            customer ; select dr_accountcode, dr_name, dr_cust_type, dr_territory_code, dr_warehouse_code, dr_price_level, dr_contract_no from pronto.deb_master ; select customer_code, name, customer_type, territory, warehouse, price_level, contract_no from web.customer
            customer_address ; select accountcode, na_type, na_name, na_addr_1, na_addr_2, na_addr_3, na_addr_4, na_postcode, na_phone from pronto.name_and_address_master where na_type between '00' and '99' and na_type ~ '^[0-9]{2}$' ; select customer_code, address_type, name, line_1, line_2, line_3, line_4, postcode, phone from web.customer_address
            customer_conversion ; select old_accountcode, new_accountcode from pronto.deb_conversion ; select old_code, new_code from web.customer_conversion
            customer_transaction ; select accountcode, tr_reference, tr_type, tr_date, tr_amount, tr_balance from pronto.deb_trans where accountcode like 'D00001%' ; select customer_code, reference, kind, tx_date, amount, balance from web.customer_transaction
            contract_price ; select contract_no, c.stock_code, con_price_1, con_date_from, con_date_to from pronto.deb_contract_price c where (select stk_sort_code from pronto.stock_master s where s.stock_code = c.stock_code) > '' ; select contract_no, product_code, price, valid_from, valid_to from web.contract_price
            sales_order ; select so_order_no, so_bo_suffix, so_cust_code, so_order_date, so_order_status, so_order_total, so_web_order_no from pronto.sales_order where so_order_status <> '61' and current_date - so_order_date <= 90 ; select order_no, suffix, customer_code, order_date, status, total, web_order_no from web.sales_order
            sales_order_line ; select l.so_order_no, l.so_bo_suffix, sol_line_seq, stock_code, sol_description, sol_ordered_qty, sol_shipped_qty, sol_item_price from pronto.sales_order_lines l where (l.so_order_no, l.so_bo_suffix) in (select so_order_no, so_bo_suffix from pronto.sales_order where so_order_status <> '61' and current_date - so_order_date <= 90) ; select order_no, suffix, line_seq, product_code, description, qty, qty_shipped, price from web.sales_order_line
            sales_order_delivery ; select d.so_order_no, d.so_bo_suffix, sod_name, sod_addr_1, sod_addr_2, sod_postcode, sod_carrier, sod_connote, sod_date_despatched from pronto.sales_order_delivery d where (d.so_order_no, d.so_bo_suffix) in (select so_order_no, so_bo_suffix from pronto.sales_order where so_order_status <> '61' and current_date - so_order_date <= 90) ; select order_no, suffix, name, line_1, line_2, postcode, carrier, connote, despatched from web.sales_order_delivery
            """)
    void PF17_PF24_table_holds_what_pronto_holds(String table, String expected, String actual, Installation drover) {
        List<String> shop = rows(drover.web(), actual);
        assertThat(shop).as(table).isNotEmpty().isEqualTo(rows(drover.pronto(), expected));
    }

    @Test
    void PF22_notes_are_joined_into_one_text(Installation drover) {
        List<String> joined = rows(drover.pronto(), """
                with recursive line as (
                  select n.*, row_number() over (partition by stock_code, note_type order by line_no) as place
                    from pronto.stock_notes n join pronto.stock_master using (stock_code)
                   where note_type not in ('CN', 'AC') and stk_sort_code > ''),
                text as (
                  select stock_code, note_type, place, note_text::text as body, length(note_text) = 30 as filled
                    from line where place = 1
                  union all
                  select l.stock_code, l.note_type, l.place,
                         t.body || case when t.filled then '' else ' ' end || l.note_text, length(l.note_text) = 30
                    from text t join line l on l.stock_code = t.stock_code and l.note_type = t.note_type
                                           and l.place = t.place + 1)
                select distinct on (stock_code, note_type) stock_code, note_type, rtrim(body) from text
                 order by stock_code, note_type, place desc
                """);
        assertThat(rows(drover.web(), "select product_code, note_type, body from web.product_note"))
                .isNotEmpty()
                .isEqualTo(joined);
    }

    @Test
    void PF15_PF26_a_second_send_writes_nothing(Installation drover) {
        assertThat(drover.sendEverything(drover.live()))
                .allSatisfy(
                        run -> assertThat(run.counts().written()).as(run.task()).isZero());
    }

    private static List<String> rows(JdbcClient database, String sql) {
        return database.sql("select t::text from (" + sql + ") t order by t::text collate \"C\"")
                .query(String.class)
                .list();
    }
}
