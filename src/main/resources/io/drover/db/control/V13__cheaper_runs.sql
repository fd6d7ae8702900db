-- Three statements write a row for each run, and each paid for these.

-- It locked the row of the site for each request, which all queues of a site share. No site is ever deleted.
alter table task_run drop constraint task_run_site_fkey;

-- Whoever asks for an undo or a confirmation names the run, and there is no other way into the table.
alter table task_run drop constraint run_it_refers_to;

-- Whoever ends a run tells the nodes itself, and only where it found none to go on with.
drop trigger tell_node_that_it_ended on task_run;

-- Runs of tasks without a schedule are not in it.
create unique index one_run_per_due_time on task_run (schedule_id, due_at) where schedule_id is not null;
drop index one_run_per_fire;

-- The index by turn leads to the same runs.
drop index waiting_for_a_node;

-- The one by mode leads to them: the latest of a task are the latest of its two modes.
drop index runs_of_a_task;
