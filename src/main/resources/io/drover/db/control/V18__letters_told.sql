-- Nodes are told of a letter that is due: none has to ask for them every second.
create function tell_of_letter() returns trigger language plpgsql as $$
  begin
    perform pg_notify('drover', 'LETTER *');
    return null;
  end $$;
create trigger tell_of_letter after insert or update of due_at on letter
  for each row when (new.sent_at is null and new.due_at <= clock_timestamp()) execute function tell_of_letter();
