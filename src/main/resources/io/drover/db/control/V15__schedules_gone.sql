-- No schedule for a while: its route file, or its words in it, are gone. What would have been due meanwhile is not missed.
alter table schedule add column gone boolean not null default false;
