-- What one node has found out of what each task has sent, for all nodes to show.
create table freshness (
  site               text not null references site,
  task               text not null,
  looked_at          timestamptz not null,
  -- Why source or shop could not be asked.
  problem            text,
  -- The watermark of the shop, by the source's clock; the last one there was where the shop has none now.
  upto               timestamptz,
  given_up           boolean not null,
  -- When the run began that took the shop so far.
  answered           timestamptz,
  clock_ahead_millis bigint not null,
  waiting            bigint,
  counted_at         timestamptz,
  count_problem      text,
  primary key (site, task)
);
