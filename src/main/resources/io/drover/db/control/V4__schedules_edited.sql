-- Schedules that people add or edit beside the defaults of the route files.
alter table schedule
  -- Not from a route file: it can be deleted.
  add column added boolean not null default false,
  -- What an edit put in place of the file's words, and what the file said then.
  add column override_words text,
  add column file_words_then text,
  add column enabled boolean not null default true,
  add column node text,
  add column changed_by text,
  add column changed_at timestamptz,
  add column reason text,
  -- Counts edits, so that none overwrites another that its author has not seen.
  add column version integer not null default 1,
  -- Due times up to here have been dealt with: rung, skipped or written down as missed.
  add column rung_until timestamptz not null default now(),
  add check ((changed_by is null) = (changed_at is null)),
  add check (override_words is null or (changed_by is not null and not added)),
  add check (not added or changed_by is not null);

-- A task may be scheduled twice; a route file has one default for each mode.
alter table schedule drop constraint schedule_site_task_mode_key;
create unique index one_default_per_task_and_mode on schedule (site, task, mode) where not added;

-- Instances of a continuous schedule wait in queues of their own, side by side.
drop index one_waiting_per_task_mode_and_purpose;
create unique index one_waiting_per_task_mode_purpose_and_queue on task_run (site, task, mode, purpose, queue)
  where status = 'QUEUED' and confirmed_removals is null and purpose <> 'UNDO';
