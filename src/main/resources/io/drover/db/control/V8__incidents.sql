-- What people were told of, from its beginning to its end.
create table incident (
  incident  bigint generated always as identity primary key,
  rule      text not null,
  subject   text not null,
  site      text,
  task      text,
  about     text not null,
  why       text not null,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);
-- It is one incident for as long as it lasts, whichever node sees it.
create unique index one_open_incident on incident (rule, subject) where closed_at is null;
create index incident_by_end on incident (closed_at) where closed_at is not null;

-- What is to be told, by which way, and what became of it.
create table letter (
  letter   bigint generated always as identity primary key,
  -- Null for a test.
  incident bigint references incident on delete cascade,
  event    text not null check (event in ('OPENED', 'CLOSED', 'TEST')),
  way      text not null check (way in ('MAIL', 'HOOK')),
  asked_at timestamptz not null default clock_timestamp(),
  -- Not tried before it; infinity = never again.
  due_at   timestamptz not null default clock_timestamp(),
  -- The node that sends it, or did.
  taken_by text,
  taken_at timestamptz,
  attempts integer not null default 0,
  sent_at  timestamptz,
  problem  text,
  check ((event = 'TEST') = (incident is null)),
  unique (incident, event, way)
);
create index letter_to_send on letter (due_at) where sent_at is null;
