-- The delivery addresses (type 00 to 99) of all debtors.
-- Always the whole set: PRONTO does not stamp the debtor when an address is added.
select
    accountcode as customer_code,
    na_type as address_type,
    na_name as name,
    na_addr_1 as line_1,
    na_addr_2 as line_2,
    na_addr_3 as line_3,
    na_addr_4 as line_4,
    na_postcode as postcode,
    na_phone as phone
from pronto.name_and_address_master
where na_type similar to '[0-9][0-9]'
order by customer_code, address_type
