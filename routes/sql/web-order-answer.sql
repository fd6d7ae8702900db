-- What the ERP made of the web orders of the last 14 days: an order number, or the reason why not.
-- Older answers are long in the shop; reading them all again would take longer every day.
select
    web_order_no,
    so_order_no as erp_order_no,
    load_status as erp_status,
    load_message as erp_message
from pronto.so_load
left join pronto.sales_order on so_web_order_no = web_order_no
where load_status in ('LOADED', 'REJECTED')
    and loaded_at >= current_timestamp - interval '14 days'
