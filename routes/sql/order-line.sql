-- The lines of the orders that order.sql sends. A line has no stamp, its order's counts.
select
    so_order_no as order_no,
    so_bo_suffix as suffix,
    sol_line_seq as line_seq,
    stock_code as product_code,
    sol_description as description,
    sol_ordered_qty as qty,
    sol_shipped_qty as qty_shipped,
    sol_item_price as price
from pronto.sales_order_lines
join pronto.sales_order using (so_order_no, so_bo_suffix)
where so_order_status <> '61'
    and so_order_date >= current_date - 90
    and (cast(:#since as date) is null or so_date_stamp >= cast(:#since as date))
