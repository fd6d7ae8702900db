-- The columns that a send and its table had when it was last committed: what changed since is seen before anything is
-- written. Deleting a task's rows makes Drover take the columns as it finds them.
create table sent_column (
  site text not null,
  task text not null,
  mode text not null,
  -- The table, with a number behind it where the task sends to it more than once.
  send text not null,
  side text not null check (side in ('QUERY', 'TABLE')),
  name text not null,
  type text not null,
  run  bigint not null,
  primary key (site, task, mode, send, side, name)
);
