-- A task may have the end of its runs told by mail. What the mail says stands in the letter: the run may be deleted before.
alter table letter
  drop constraint letter_event_check,
  drop constraint letter_check,
  add column run        bigint,
  -- Separated by comma.
  add column recipients text,
  add column subject    text,
  add column body       text,
  add constraint letter_event_check check (event in ('OPENED', 'CLOSED', 'TEST', 'ENDED')),
  add constraint letter_is_about
    check ((incident is not null) = (event in ('OPENED', 'CLOSED'))
           and num_nonnulls(run, recipients, subject, body) = case event when 'ENDED' then 4 else 0 end);
create unique index letter_of_run on letter (run) where run is not null;
