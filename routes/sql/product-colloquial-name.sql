-- The colloquial name of every product on the web: the first line of its CN note.
-- Products without one are returned too, with null, so that a name that was removed in PRONTO is cleared in the shop.
select
    m.stock_code as product_code,
    nullif(trim(n.note_text), '') as colloquial_name
from pronto.stock_master m
left join pronto.stock_notes n
    on n.stock_code = m.stock_code
    and n.note_type = 'CN'
    and n.line_no = (
        select min(f.line_no) from pronto.stock_notes f where f.stock_code = m.stock_code and f.note_type = 'CN')
where trim(m.stk_sort_code) <> ''
