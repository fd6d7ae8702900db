-- All renamed accounts; the table has no stamp.
-- Whether a conversion was processed is the shop's own and therefore not here.
select
    old_accountcode as old_code,
    new_accountcode as new_code
from pronto.deb_conversion
