-- How far runs are, told by their nodes every 2 s where there are several. Unlogged: what is lost with a crash is told anew.
create unlogged table run_progress (
  run             bigint primary key references task_run on delete cascade,
  step            text not null,
  rows_done       bigint not null,
  rows_expected   bigint,
  rows_per_second bigint not null,
  seconds_left    bigint
);
