package io.drover.run;

import io.drover.db.ControlDatabase;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs that can be deleted because nothing depends on them (F89): they have ended, a later one of the same task, mode and
 * purpose began and another one was OK since, and no other run confirms, undoes, repeats or follows them. Thread-safe.
 */
public final class DeletableRuns {

    /**
     * Of a run {@code r}. OFFSET 0 keeps each question one to an index, by run: joined, they would read the whole history for
     * the first few runs that can go.
     */
    static final String CONDITION = """
            r.status = 'ENDED'
            and exists (select from drover.task_run n
                         where n.site = r.site and n.task = r.task and n.mode = r.mode and n.purpose = r.purpose
                           and n.run > r.run and (n.started_at is not null or r.started_at is null) offset 0)
            and (r.result not in ('OK', 'OK with refused rows')
                 or exists (select from drover.task_run n
                             where n.site = r.site and n.task = r.task and n.mode = r.mode and n.purpose = r.purpose
                               and n.run > r.run and n.result in ('OK', 'OK with refused rows') offset 0))
            and not exists (select from drover.task_run n where n.of_run = r.run offset 0)
            """;

    /** With their lines, in no order: in the order of runs it would take longer. */
    private static final String DELETE = """
            with old as (select r.run from drover.task_run r where %s and %s limit %d for update skip locked),
                 lines as (delete from drover.run_log l using old where l.run = old.run)
            delete from drover.task_run r using old where r.run = old.run
            """;

    private final JdbcClient client;

    public DeletableRuns(ControlDatabase control) {
        this.client = control.client();
    }

    public boolean isDeletable(long run) {
        return client.sql(
                        "select exists (select from drover.task_run r where r.run = :run and %s)".formatted(CONDITION))
                .param("run", run)
                .query(Boolean.class)
                .single();
    }

    /** How many of those that a list shows, counted up to so many; its limit does not count. */
    public long count(RunFilter filter, int most) {
        return client.sql("select count(*) from (select from drover.task_run r where %s and %s limit %d) counted"
                        .formatted(RunFilter.CONDITION, CONDITION, most))
                .params(filter.parameters())
                .query(Long.class)
                .single();
    }

    /** @return false when it must stay, or is gone */
    public boolean delete(long run) {
        return delete("r.run = :run", Map.of("run", run), 1) == 1;
    }

    /** @return how many of those that a list shows were deleted, which is at most so many */
    public int delete(RunFilter filter, int most) {
        return delete(RunFilter.CONDITION, filter.parameters(), most);
    }

    /** @param condition of a run {@code r} */
    int delete(String condition, Map<String, ?> parameters, int most) {
        return client.sql(DELETE.formatted(condition, CONDITION, most))
                .params(parameters)
                .update();
    }
}
