-- The deliveries of the orders that order.sql sends. A delivery has no stamp, its order's counts.
select
    so_order_no as order_no,
    so_bo_suffix as suffix,
    sod_name as name,
    sod_addr_1 as line_1,
    sod_addr_2 as line_2,
    sod_postcode as postcode,
    sod_carrier as carrier,
    sod_connote as connote,
    sod_date_despatched as despatched
from pronto.sales_order_delivery
join pronto.sales_order using (so_order_no, so_bo_suffix)
where so_order_status <> '61'
    and so_order_date >= current_date - 90
    and (cast(:#since as date) is null or so_date_stamp >= cast(:#since as date))
