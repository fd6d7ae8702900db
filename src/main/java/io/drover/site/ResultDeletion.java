package io.drover.site;

import io.drover.run.DeletableRuns;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import org.jspecify.annotations.Nullable;

/**
 * Deletes results that people do not want to see any more (IF6), each deletion audited in its own transaction. What
 * something else depends on stays, as {@link DeletableRuns} says. Thread-safe.
 */
public final class ResultDeletion {

    private static final String DELETE = "Delete Results";

    /** So many at once: nobody who wants to write a run waits longer than that takes. */
    private static final int BATCH = 2_000;

    /** What {@link #deleteSome} deletes: a few seconds of work. */
    public static final int MOST = 5 * BATCH;

    private final DeletableRuns runs;
    private final AuditStore audit;

    ResultDeletion(DeletableRuns runs, AuditStore audit) {
        this.runs = runs;
        this.audit = audit;
    }

    /** How many of those that a list shows can be deleted, counted up to so many; its limit does not count. */
    public long count(RunFilter filter, int most) {
        return runs.count(filter, most);
    }

    /** In words, of a run that cannot be deleted. */
    public static String whyStays(long run) {
        return "Run %d stays: it has not ended, or it is the latest of its task or the latest that was OK, or another run is about it"
                .formatted(run);
    }

    public boolean isDeletable(Run run) {
        return runs.isDeletable(run.run());
    }

    /** @return false when it must stay, or is gone */
    public boolean delete(Run run, String by) {
        return audit.transaction(() -> {
            boolean isDeleted = runs.delete(run.run());
            if (isDeleted) {
                audit.write(Act.of(by, DELETE, run.site())
                        .onTask(run.task())
                        .onRun(run.run())
                        .with("deleted", 1));
            }
            return isDeleted;
        });
    }

    /**
     * Deletes all that can be deleted of what a list shows; its limit does not count. In parts, each with its own line in
     * the audit, so that what was deleted before a failure is told.
     *
     * @return how many
     */
    public long deleteAll(RunFilter filter, String by) {
        return delete(filter, by, Long.MAX_VALUE);
    }

    /**
     * The same for those who ask again while there are more.
     *
     * @return how many; fewer than {@link #MOST} when there are no more
     */
    public long deleteSome(RunFilter filter, String by) {
        return delete(filter, by, MOST);
    }

    private long delete(RunFilter filter, String by, long most) {
        Act act = Act.of(by, DELETE, filter.site()).onTask(filter.task());
        act = with(act, "purpose", filter.purpose());
        act = with(
                act, "result", filter.result() == null ? null : filter.result().word());
        act = with(act, "from", filter.from());
        act = with(act, "to", filter.to());
        act = with(act, "before run", filter.before());
        Act told = act;
        long deleted = 0;
        int now;
        do {
            now = audit.transaction(() -> {
                int count = runs.delete(filter, BATCH);
                if (count > 0) {
                    audit.write(told.with("deleted", count));
                }
                return count;
            });
            deleted += now;
        } while (now == BATCH && deleted < most);
        return deleted;
    }

    private static Act with(Act act, String name, @Nullable Object value) {
        return value == null ? act : act.with(name, value);
    }
}
