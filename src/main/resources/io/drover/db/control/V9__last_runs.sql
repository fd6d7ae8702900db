-- The latest run of a task in one of its modes is one step of an index, however many there are in the other.
create index runs_of_a_task_by_mode on task_run (site, task, mode, run desc);
