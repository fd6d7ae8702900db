-- A higher one goes first in its queue.
alter table task_run add column priority smallint not null default 0;
create index task_run_by_turn on task_run (site, queue, priority desc, run) where status = 'QUEUED';

-- Whoever deletes a run asks which others are about it.
create index task_run_of_run on task_run (of_run) where of_run is not null;

-- Lines come in by the thousand, of runs that are there; whoever deletes a run deletes its lines.
alter table run_log drop constraint run_log_run_fkey;

-- What is old is found without looking at all the rest.
create index task_run_by_end on task_run using brin (ended_at);
create index run_log_by_time on run_log using brin (at);
