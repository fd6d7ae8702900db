-- The categories of every product on the web: its sort code, and the alternates that its AC notes name.
-- An alternate that repeats the sort code counts once.
-- Always the whole set: a note has no stamp of its own.
select stock_code as product_code, stk_sort_code as category_code
from pronto.stock_master
where trim(stk_sort_code) <> ''
union
select stock_code, trim(note_text)
from pronto.stock_notes
join pronto.stock_master using (stock_code)
where note_type = 'AC'
    and trim(note_text) <> ''
    and trim(stk_sort_code) <> ''
