-- All code tables. Always the whole set: code tables have no stamp.
select
    sys_tbl_type as table_type,
    sys_tbl_code as code,
    sys_description as description,
    sys_sequence as sequence
from pronto.system_table
order by table_type, code
