-- Numbers of runs grow with the times at which they were asked for, so a search by halves finds where a day begins without an
-- index that each run would pay for. A list by day read all younger runs.
create function drover.first_run_at(asked_at timestamptz) returns bigint stable language plpgsql as $$
declare
  low bigint := (select min(run) from drover.task_run);
  high bigint := (select max(run) + 1 from drover.task_run);
  middle bigint;
  found record;
begin
  while low < high loop
    middle := low + (high - low) / 2;
    select run, requested_at into found from drover.task_run where run >= middle order by run limit 1;
    if found.requested_at >= asked_at then
      high := middle;
    else
      low := found.run + 1;
    end if;
  end loop;
  return low;
end $$;
