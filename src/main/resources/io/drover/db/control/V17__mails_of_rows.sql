-- A route may ask for a mail for each row of a query. Until its run has ended such a letter is held: it is due at infinity and
-- was never tried. By the key of its row it is known for as long as that row is read, so that none is mailed twice.
alter table letter
  drop constraint letter_event_check,
  drop constraint letter_is_about,
  add column row_site    text,
  add column row_task    text,
  add column row_mail    text,
  add column row_key     text,
  add column row_seen_at timestamptz,
  add constraint letter_event_check check (event in ('OPENED', 'CLOSED', 'TEST', 'ENDED', 'ROW')),
  add constraint letter_is_about
    check ((incident is not null) = (event in ('OPENED', 'CLOSED'))
           and num_nonnulls(run, recipients, subject, body) = case when event in ('ENDED', 'ROW') then 4 else 0 end
           and num_nonnulls(row_site, row_task, row_mail, row_key, row_seen_at) = case event when 'ROW' then 5 else 0 end);
drop index letter_of_run;
create unique index letter_of_run on letter (run) where event = 'ENDED';
create unique index letter_of_row on letter (row_site, row_task, row_mail, row_key) where row_key is not null;
create index letter_held on letter (run) where event = 'ROW' and due_at = 'infinity' and attempts = 0;
