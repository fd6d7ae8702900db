-- The five price levels of every product on the web, one row each.
-- Level 0 is the wholesale price from the first piece on; levels 1 to 4 start at the quantity breaks 1 to 4.
-- Always the whole set: a price has no stamp of its own.
select
    stock_code as product_code,
    prc_region_code as region,
    cast(level as smallint) as level,
    case level
        when 0 then cast(0 as numeric(14, 4))
        when 1 then prc_qty_1
        when 2 then prc_qty_2
        when 3 then prc_qty_3
        else prc_qty_4
    end as min_qty,
    case level
        when 0 then prc_price_0
        when 1 then prc_price_1
        when 2 then prc_price_2
        when 3 then prc_price_3
        else prc_price_4
    end as price
from pronto.stock_price
join pronto.stock_master using (stock_code)
cross join (values (0), (1), (2), (3), (4)) price_level (level)
where trim(stk_sort_code) <> ''
order by product_code, region, level
