-- Web orders that wait for the ERP. They keep waiting until its answer is back, so a hand-over that was lost is repeated;
-- one that arrived is not, because so_load takes each web order number once.
select
    web_order_no,
    customer_code as accountcode
from web.web_order
where erp_status = 'PENDING'
