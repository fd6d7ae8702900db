-- A run is for something, and may follow from another one: it confirms, undoes or repeats it.
alter table task_run
  add column purpose text not null default 'SEND' check (purpose in ('SEND', 'PREVIEW', 'VERIFY', 'UNDO')),
  add column of_run bigint references task_run,
  -- How many rows the guard kept from being removed.
  add column guard_removals bigint,
  -- How many rows a person allowed this run to remove past the guard.
  add column confirmed_removals bigint,
  add column retries integer not null default 0,
  add check (confirmed_removals is null or of_run is not null),
  add check (purpose <> 'UNDO' or of_run is not null);

-- A confirmed run and an undo are about one earlier run, so no other request is served by them, nor they by another.
drop index one_waiting_per_task_and_mode;
create unique index one_waiting_per_task_mode_and_purpose on task_run (site, task, mode, purpose)
  where status = 'QUEUED' and confirmed_removals is null and purpose <> 'UNDO';
-- A confirmation is used up by its first run, whatever comes of that.
create unique index one_confirmation_per_run on task_run (of_run) where confirmed_removals is not null;
-- An undo that did not happen may be asked for again.
create unique index one_undo_per_run on task_run (of_run)
  where purpose = 'UNDO' and (result is null or result in ('OK', 'OK with refused rows'));

-- Rows that an operator parked: no run touches them until the end date or the release.
create table held_row (
  held_row    bigint generated always as identity primary key,
  site        text not null references site,
  task        text not null,
  table_name  text not null,
  key         text not null,
  reason      text not null,
  until       timestamptz not null,
  by          text not null,
  at          timestamptz not null default now(),
  released_by text,
  released_at timestamptz,
  check ((released_by is null) = (released_at is null)),
  check (until > at)
);
create unique index one_hold_per_row on held_row (site, task, table_name, key) where released_at is null;

-- Who did what, when and why. Written with the act itself and never changed.
create table audit (
  audit   bigint generated always as identity primary key,
  at      timestamptz not null default clock_timestamp(),
  who     text not null,
  what    text not null,
  site    text,
  task    text,
  run     bigint,
  reason  text,
  details jsonb not null default '{}'
);
create index audit_by_time on audit (at);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
  begin
    raise exception 'The audit is never changed';
  end $$;
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change_of_audit();
