-- Without it what ended since the last vacuum is read through for every span of time.
alter index task_run_by_end set (autosummarize = on);
alter index run_log_by_time set (autosummarize = on);
