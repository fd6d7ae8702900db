-- Stock per warehouse of the products on the web. The warehouse record has a stamp of its own.
-- A product that loses or gets its sort code stamps its stock record only, so that stamp selects as well.
select
    stock_code as product_code,
    whse_code as warehouse,
    whse_qty_on_hand as qty_on_hand,
    whse_qty_committed as qty_committed,
    greatest(whse_date_last_change, stk_date_last_change, stk_creation_date) as stamp,
    trim(stk_sort_code) = '' as gone
from pronto.stock_warehouse_detail
join pronto.stock_master using (stock_code)
where cast(:#since as date) is null
    or whse_date_last_change >= cast(:#since as date)
    or stk_date_last_change >= cast(:#since as date)
    or stk_creation_date >= cast(:#since as date)
