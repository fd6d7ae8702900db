-- What Drover itself must remember. Invariants are constraints, so that they hold for every node at once.

create table site (
  site       text primary key,
  wanted     text not null check (wanted in ('RUNNING', 'STOPPED')),
  reason     text,
  changed_by text not null,
  changed_at timestamptz not null default now()
);

create table schedule (
  schedule_id integer generated always as identity (start with 101) primary key,
  site        text not null references site,
  task        text not null,
  mode        text not null check (mode in ('ALL', 'CHANGED')),
  words       text not null,
  comments    text not null default '',
  unique (site, task, mode)
);

create table task_run (
  run          bigint generated always as identity primary key,
  site         text not null references site,
  task         text not null,
  title        text not null,
  queue        text not null,
  mode         text not null check (mode in ('ALL', 'CHANGED')),
  cause        text not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  schedule_id  integer references schedule on delete set null,
  due_at       timestamptz,
  status       text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'ENDED')),
  node         text,
  token        bigint,
  started_at   timestamptz,
  ended_at     timestamptz,
  result       text,
  message      text,
  read         bigint not null default 0,
  equal        bigint not null default 0,
  inserted     bigint not null default 0,
  updated      bigint not null default 0,
  removed      bigint not null default 0,
  refused      bigint not null default 0,
  held         bigint not null default 0,
  skipped      bigint not null default 0,
  check ((status = 'ENDED') = (result is not null)),
  check ((status = 'QUEUED') = (token is null) or status = 'ENDED')
);

-- A due instant starts one run, however many nodes saw it.
create unique index one_run_per_fire on task_run (schedule_id, due_at);
-- Runs of one queue go one at a time.
create unique index one_running_per_queue on task_run (site, queue) where status = 'RUNNING';
-- A second request for what already waits is served by the waiting run.
create unique index one_waiting_per_task_and_mode on task_run (site, task, mode) where status = 'QUEUED';
create index runs_of_a_task on task_run (site, task, run desc);

-- Every claim gets a higher token than all before it; the target refuses a commit with an older one.
create sequence run_token;

create table run_log (
  run  bigint not null references task_run on delete cascade,
  line integer not null,
  at   timestamptz not null default clock_timestamp(),
  text text not null,
  primary key (run, line)
);

-- Requests made while their site was stopped: shown as Pending Changed, cleared and not run by the next start.
create table pending_click (
  site         text not null references site,
  task         text not null,
  mode         text not null check (mode in ('ALL', 'CHANGED')),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  primary key (site, task)
);
