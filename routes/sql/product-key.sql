-- The keys of all products on the web: what the shop has besides them was deleted in PRONTO or lost its sort code.
select stock_code as product_code
from pronto.stock_master
where trim(stk_sort_code) <> ''
order by stock_code
