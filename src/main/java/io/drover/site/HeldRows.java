package io.drover.site;

import io.drover.run.HeldRow;
import io.drover.run.HeldRowStore;
import io.drover.send.HeldKey;
import io.drover.send.RowKey;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a site that operators parked. Each hold and each release is audited. Thread-safe. */
public final class HeldRows {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_KEY = 1000;

    private final String site;
    private final SiteTasks tasks;
    private final TaskCatalogue catalogue;
    private final HeldRowStore store;
    private final AuditStore audit;
    private final Clock clock;

    HeldRows(String site, SiteTasks tasks, TaskCatalogue catalogue, HeldRowStore store, AuditStore audit, Clock clock) {
        this.site = site;
        this.tasks = tasks;
        this.catalogue = catalogue;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Those of a task, the ones that are held first.
     *
     * @throws io.drover.task.UnknownTaskException when there is no such task
     */
    public List<HeldRow> list(String task) {
        return store.list(site, tasks.known(task).name());
    }

    /**
     * Holds a row from the next run on.
     *
     * @param key columns and values, e.g. {@code product_code=A, region=VIC}
     * @throws io.drover.task.UnknownTaskException when there is no such task
     * @throws InvalidReasonException when the reason says nothing
     * @throws InvalidHoldException when the task sends no such table, the key does not fit it, or the time makes no sense
     * @throws AlreadyHeldException when it is held
     */
    public HeldRow hold(String task, String table, String key, Instant until, String by, String reason) {
        Task known = tasks.known(task);
        String checked = InvalidReasonException.check("A hold", reason);
        HeldKey row = new HeldKey(table, checkedKey(known, table, key));
        checkUntil(until);
        Act act = Act.of(by, "Hold", site)
                .onTask(task)
                .because(checked)
                .with("table", table)
                .with("key", row.key())
                .with("until", until);
        return audit.audited(
                act,
                () -> store.hold(site, task, row, checked, until, by)
                        .orElseThrow(() -> new AlreadyHeldException(row.table(), row.key())));
    }

    private String checkedKey(Task task, String table, String key) {
        Map<String, List<String>> keys = catalogue.keys(task.name());
        List<String> columns = keys.get(table);
        if (columns == null) {
            throw new InvalidHoldException(
                    "table",
                    "Task %s does not send the table %s; it sends %s"
                            .formatted(task.name(), table, keys.isEmpty() ? "none" : String.join(", ", keys.keySet())));
        }
        if (key.length() > LONGEST_KEY) {
            throw new InvalidHoldException("key", "The key is longer than %d characters".formatted(LONGEST_KEY));
        }
        try {
            return RowKey.named(key, columns).text();
        } catch (IllegalArgumentException e) {
            throw new InvalidHoldException("key", String.valueOf(e.getMessage()));
        }
    }

    private void checkUntil(Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new InvalidHoldException(
                    "until", "A hold ends in the future, at most a year from now, so that no row is forgotten");
        }
    }

    /** @return the released row; empty when the task has no such held row */
    public Optional<HeldRow> release(String task, long id, String by) {
        Task known = tasks.known(task);
        return Optional.ofNullable(audit.transaction(() -> {
            HeldRow released = store.release(site, known.name(), id, by).orElse(null);
            if (released != null) {
                audit.write(Act.of(by, "Release", site)
                        .onTask(task)
                        .with("table", released.table())
                        .with("key", released.key()));
            }
            return released;
        }));
    }
}
