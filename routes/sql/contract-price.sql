-- Contract prices of the products on the web; the shop knows the first of the six prices only.
-- Always the whole set: contract prices have no stamp.
select
    contract_no,
    stock_code as product_code,
    con_price_1 as price,
    con_date_from as valid_from,
    con_date_to as valid_to
from pronto.deb_contract_price
join pronto.stock_master using (stock_code)
where trim(stk_sort_code) <> ''
order by contract_no, product_code
