-- Orders of the last 90 days, whatever their status but 61.
-- An order leaves the shop when its status becomes 61 or when it ages out of the 90 days. Neither is filtered here but
-- flagged gone, so that a Changed run removes it. Ageing out gives no stamp: the last condition picks the orders that
-- were inside the window at the watermark.
select
    so_order_no as order_no,
    so_bo_suffix as suffix,
    so_cust_code as customer_code,
    so_order_date as order_date,
    so_order_status as status,
    so_order_total as total,
    so_web_order_no as web_order_no,
    so_date_stamp as stamp,
    so_order_status = '61' or so_order_date < current_date - 90 as gone
from pronto.sales_order
where cast(:#since as date) is null
    or so_date_stamp >= cast(:#since as date)
    or (so_order_date >= cast(:#since as date) - 90 and so_order_date < current_date - 90)
