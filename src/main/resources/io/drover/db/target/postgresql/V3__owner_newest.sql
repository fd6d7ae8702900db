-- Two sites that keep one table equal to different sources would undo each other's work for ever.
create table table_owner (
  table_name text primary key,
  site       text not null,
  since      timestamptz not null default now()
);

-- The newest stamp that was sent: a source that has nothing as new any more was restored to an older state.
alter table watermark add column newest timestamptz;
