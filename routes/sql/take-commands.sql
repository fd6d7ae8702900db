-- Takes the oldest waiting commands, in the order in which they were asked for. Commands that another node is taking
-- are passed over.
with taken as (
    update web.integrator_command set taken_at = now()
    where id in (
        select id from web.integrator_command where taken_at is null order by id limit 20 for update skip locked)
    returning id, task, mode
)
select id, task, mode from taken order by id
