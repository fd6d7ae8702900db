-- What must be true together with the shop's rows lives beside them and commits with them.

-- The source-clock instant up to which a task has sent everything.
create table watermark (
  site    text not null,
  task    text not null,
  upto    timestamptz not null,
  run     bigint not null,
  primary key (site, task)
);

-- A run that is listed here has committed, whatever else was lost.
create table ledger (
  site         text not null,
  run          bigint not null,
  task         text not null,
  mode         text not null,
  committed_at timestamptz not null default now(),
  read         bigint not null,
  equal        bigint not null,
  inserted     bigint not null,
  updated      bigint not null,
  removed      bigint not null,
  refused      bigint not null,
  held         bigint not null,
  skipped      bigint not null,
  primary key (site, run)
);
create index ledger_by_age on ledger (committed_at);

-- The newest claim on a site's queue: a node that was frozen while another took over cannot commit any more.
create table fence (
  site  text not null,
  queue text not null,
  token bigint not null,
  primary key (site, queue)
);
