-- What became of each row of a run, packed, up to 1,000 rows a page. It commits with the rows, so that an undo knows
-- exactly what the run changed. Previews, verifications and failed runs have theirs in the control database.
create table run_page (
  site       text not null,
  run        bigint not null,
  page       integer not null,
  rows       integer not null,
  -- How many of these rows are of which table, fate and rule, as JSON: for lists that count without unpacking.
  counts     text not null,
  -- Rows that came after this page and are not kept.
  left_out   bigint not null default 0,
  -- One JSON object a line, gzip.
  content    bytea not null,
  kept_until timestamptz not null,
  primary key (site, run, page)
);
create index run_page_by_age on run_page (kept_until);
