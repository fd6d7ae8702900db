-- The notes of every product on the web, the lines of one type joined into one text.
-- The word processor fills blocks of 30 characters and cuts words between them, so a full block is joined to the next
-- one as it is; a shorter line ends with a word and gets a blank.
-- Colloquial names (CN) and alternate categories (AC) are kept as notes by PRONTO but are no texts for shoppers.
-- Always the whole set: a note has no stamp of its own.
select
    stock_code as product_code,
    note_type,
    rtrim(string_agg(note_text || case when char_length(note_text) < 30 then ' ' else '' end, '' order by line_no)) as body
from pronto.stock_notes
join pronto.stock_master using (stock_code)
where note_type not in ('CN', 'AC')
    and trim(stk_sort_code) <> ''
group by stock_code, note_type
