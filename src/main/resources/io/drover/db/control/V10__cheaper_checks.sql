-- PostgreSQL reads a table's checks anew for each statement that writes a row of it, and three statements write one for each
-- run: so the same rules in fewer words. Domains are read once a session; a rule added to one afterwards rewrites no row.
alter table task_run
  drop constraint task_run_mode_check,
  drop constraint task_run_purpose_check,
  drop constraint task_run_status_check,
  drop constraint task_run_check,
  drop constraint task_run_check1,
  drop constraint task_run_check2,
  drop constraint task_run_check3,
  add constraint status_of_what_is_written
    check (status = case when result is not null then 'ENDED' when token is not null then 'RUNNING' else 'QUEUED' end),
  add constraint run_it_refers_to
    check (of_run is not null or confirmed_removals is null and purpose <> 'UNDO');

create domain run_mode as text;
create domain run_purpose as text;
alter table task_run
  alter column mode type run_mode,
  alter column purpose type run_purpose;
alter domain run_mode add check (value in ('ALL', 'CHANGED'));
alter domain run_purpose add check (value in ('SEND', 'PREVIEW', 'VERIFY', 'UNDO'));
