-- The codes of all Active customers as one text, empty if there are none.
select coalesce(string_agg(customer_code, ',' order by customer_code), '') as active
from web.customer
where activation = 'Active'
