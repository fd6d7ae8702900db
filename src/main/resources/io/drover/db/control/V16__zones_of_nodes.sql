-- In which zone a node means the times of schedules that name none: all of them must mean the same.
alter table node add column zone text;
