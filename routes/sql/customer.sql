-- All debtors. The customer's activation is the shop's own and therefore not here.
select
    dr_accountcode as customer_code,
    dr_name as name,
    dr_cust_type as customer_type,
    dr_territory_code as territory,
    dr_warehouse_code as warehouse,
    dr_price_level as price_level,
    dr_contract_no as contract_no,
    greatest(dr_date_last_changed, dr_date_created) as stamp
from pronto.deb_master
where cast(:#since as date) is null
    or dr_date_last_changed >= cast(:#since as date)
    or dr_date_created >= cast(:#since as date)
