-- Web categories: the codes of system table WC. The first two characters of a longer code name its parent.
-- Always the whole set: code tables have no stamp.
select
    c.sys_tbl_code as category_code,
    p.sys_tbl_code as parent_code,
    c.sys_description as name,
    c.sys_sequence as sort_seq
from pronto.system_table c
left join pronto.system_table p
    on p.sys_tbl_type = c.sys_tbl_type
    and p.sys_tbl_code = substring(c.sys_tbl_code from 1 for 2)
    and p.sys_tbl_code <> c.sys_tbl_code
where c.sys_tbl_type = 'WC'
