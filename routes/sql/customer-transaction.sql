-- Statement lines of the Active customers only, to limit the load. Without any there are no rows.
-- Always the whole set: transactions have no stamp.
select
    accountcode as customer_code,
    tr_reference as reference,
    tr_type as kind,
    tr_date as tx_date,
    tr_amount as amount,
    tr_balance as balance
from pronto.deb_trans
where accountcode = any (string_to_array(coalesce(cast(:#active as text), ''), ','))
