-- The lines of the web orders that wait for the ERP.
select
    web_order_no,
    line_no,
    product_code as stock_code,
    qty,
    price as unit_price
from web.web_order_line
join web.web_order using (web_order_no)
where erp_status = 'PENDING'
