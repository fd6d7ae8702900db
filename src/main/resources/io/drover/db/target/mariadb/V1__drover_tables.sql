-- What must be true together with the shop's rows lives beside them and commits with them. The same tables as those of
-- the schema drover in PostgreSQL; times are in UTC.

-- The source-clock instant up to which a task has sent everything; the newest stamp that was sent.
create table drover_watermark (
  site   varchar(100) not null,
  task   varchar(200) not null,
  upto   datetime(6) not null,
  run    bigint not null,
  newest datetime(6),
  primary key (site, task)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- A run that is listed here has committed, whatever else was lost.
create table drover_ledger (
  site         varchar(100) not null,
  run          bigint not null,
  task         varchar(200) not null,
  mode         varchar(10) not null,
  committed_at datetime(6) not null default utc_timestamp(6),
  `read`       bigint not null,
  equal        bigint not null,
  inserted     bigint not null,
  updated      bigint not null,
  removed      bigint not null,
  refused      bigint not null,
  held         bigint not null,
  skipped      bigint not null,
  primary key (site, run),
  key drover_ledger_by_age (committed_at)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- The newest claim on a site's queue: a node that was frozen while another took over cannot commit any more.
create table drover_fence (
  site  varchar(100) not null,
  queue varchar(200) not null,
  token bigint not null,
  primary key (site, queue)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- What became of each row of a run, packed, up to 1,000 rows a page. It commits with the rows, so that an undo knows
-- exactly what the run changed.
create table drover_run_page (
  site       varchar(100) not null,
  run        bigint not null,
  page       int not null,
  `rows`     bigint not null,
  -- How many of these rows are of which table, fate and rule, as JSON: for lists that count without unpacking.
  counts     longtext not null,
  -- Rows that came after this page and are not kept.
  left_out   bigint not null default 0,
  -- One JSON object a line, gzip.
  content    longblob not null,
  kept_until datetime(6) not null,
  primary key (site, run, page),
  key drover_run_page_by_age (kept_until)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- Two sites that keep one table equal to different sources would undo each other's work for ever.
create table drover_table_owner (
  table_name varchar(200) primary key,
  site       varchar(100) not null,
  since      datetime(6) not null default utc_timestamp(6)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- The columns that a send and its table had when it was last committed. Deleting a task's rows makes Drover take the
-- columns as it finds them.
create table drover_sent_column (
  site varchar(100) not null,
  task varchar(200) not null,
  mode varchar(10) not null,
  -- The table, with a number behind it where the task sends to it more than once.
  send varchar(200) not null,
  side varchar(10) not null check (side in ('QUERY', 'TABLE')),
  name varchar(100) not null,
  type varchar(200) not null,
  run  bigint not null,
  primary key (site, task, mode, send, side, name)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

-- A run locks the row of each table it sends to, until its transaction ends; others wait for it.
create table drover_table_lock (
  table_name varchar(200) primary key
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
