-- Products with a sort code; a blank one takes the product off the web.
-- That is flagged, not filtered, so that a Changed run removes the product as well.
-- Not valid are the conditions I inactive, O obsolete, N no supply and T discontinued: such a product stays visible but
-- cannot be bought. C purchase stop and L no backorders still sell what is in stock.
-- The stamp tells Drover when PRONTO was restored to an older state. A zero date means that the record was never changed.
select
    stock_code as product_code,
    concat_ws(' ', nullif(trim(stk_description), ''), nullif(trim(stk_desc_line_2), ''), nullif(trim(stk_desc_line_3), ''))
        as title,
    stk_unit_desc as unit,
    stk_brand as brand,
    stk_apn_number as barcode,
    stk_sort_code as category_code,
    coalesce(stk_condition_code, 'A') not in ('I', 'O', 'N', 'T') as valid,
    case when stk_date_last_change > date '1900-01-01' then stk_date_last_change end as erp_changed,
    greatest(stk_date_last_change, stk_creation_date) as stamp,
    trim(stk_sort_code) = '' as gone
from pronto.stock_master
where cast(:#since as date) is null
    or stk_date_last_change >= cast(:#since as date)
    or stk_creation_date >= cast(:#since as date)
