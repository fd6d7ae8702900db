-- The processes that share this database. Who of them is alive is told by the clock of this database alone.
create table node (
  node        text primary key,
  -- Higher than every token with which an earlier process of this name claimed a run.
  life        bigint not null,
  address     text not null,
  version     text not null,
  started_at  timestamptz not null default clock_timestamp(),
  beat_at     timestamptz not null default clock_timestamp(),
  -- Since when it beats without a gap: who was away itself cannot tell who else was.
  beats_since timestamptz not null default clock_timestamp()
);

create view live_node as
  select * from node where beat_at > clock_timestamp() - interval '7 seconds';

-- Runs whose node is gone: it beats no more, or another process bears its name.
create view dead_run as
  select r.run, r.site, r.node, r.token
    from task_run r
   where r.status = 'RUNNING'
     and not exists (select from live_node n where n.node = r.node and n.life < r.token);

-- Where a site is served: its bells ring there and its queues are worked on, or that is not proved to be over yet.
create table node_site (
  node text not null references node on delete cascade,
  site text not null references site,
  primary key (node, site)
);
create index node_site_by_site on node_site (site);

-- A run is to be stopped by the node that executes it.
create table stop_request (
  run    bigint primary key references task_run on delete cascade,
  by     text not null,
  reason text not null,
  at     timestamptz not null default clock_timestamp()
);

-- A waiting run with a node is for that node alone.
create index waiting_for_a_node on task_run (site, queue) where status = 'QUEUED' and node is not null;

-- What the other nodes must hear of at once, told if and when it is committed: KIND SITE [TEXT].
create function tell_nodes() returns trigger language plpgsql as $$
  begin
    if tg_table_name = 'site' then
      perform pg_notify('drover', 'SITE ' || new.site);
    elsif tg_table_name = 'node_site' then
      perform pg_notify('drover', 'SITE ' || coalesce(new.site, old.site));
    elsif tg_table_name = 'stop_request' then
      perform pg_notify('drover', 'STOP ' || site) from drover.task_run where run = new.run;
    elsif tg_op = 'DELETE' then
      perform pg_notify('drover', 'SCHEDULES ' || old.site);
    else
      perform pg_notify('drover', 'SCHEDULES ' || new.site);
    end if;
    return null;
  end $$;
create trigger tell_nodes after update of wanted on site for each row execute function tell_nodes();
create trigger tell_nodes after insert or delete on node_site for each row execute function tell_nodes();
create trigger tell_nodes after insert or delete or update of version on schedule
  for each row execute function tell_nodes();
create trigger tell_nodes after insert on stop_request for each row execute function tell_nodes();

create function tell_node_of_run() returns trigger language plpgsql as $$
  begin
    if exists (select from drover.task_run
                where site = new.site and queue = new.queue and status = 'QUEUED' and node is not null) then
      perform pg_notify('drover', 'QUEUE ' || new.site || ' ' || new.queue);
    end if;
    return null;
  end $$;
create trigger tell_node_that_it_waits after insert on task_run for each row when (new.node is not null)
  execute function tell_node_of_run();
create trigger tell_node_that_it_ended after update of status on task_run for each row when (new.status = 'ENDED')
  execute function tell_node_of_run();
