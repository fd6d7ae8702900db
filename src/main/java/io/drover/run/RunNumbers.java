package io.drover.run;

import io.drover.config.DroverException;
import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.send.TargetNumbers;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the numbers of runs and of claims above those that the targets know. A control database that was made anew or
 * restored counts from a lower number, and a target would take its runs for ones that it has, or that were taken over
 * (F95). Thread-safe.
 */
public final class RunNumbers {

    private static final Logger LOG = LoggerFactory.getLogger(RunNumbers.class);

    /** Others may take numbers while they are advanced: as many as these are not taken in that moment. */
    private static final int MARGIN = 1000;

    private final ControlDatabase control;
    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final EventLog events;

    public RunNumbers(ControlDatabase control, SiteDatabases databases, TaskCatalogue catalogue, EventLog events) {
        this.control = control;
        this.databases = databases;
        this.catalogue = catalogue;
        this.events = events;
    }

    /** Asks all targets of a site's tasks. One that does not answer is left out: it takes no run either. */
    public void meetTargets(String site) {
        Stream<String> targets = catalogue.tasks().stream()
                .filter(Task::isSendable)
                .map(Task::target)
                .distinct();
        targets.forEach(target -> {
            try {
                TargetNumbers known = TargetNumbers.of(databases.get(target), site);
                if (advance(known)) {
                    events.line(
                            "Site",
                            "#%s knows runs up to %d, the control database did not: it was made anew or restored. Runs are counted from above that now"
                                    .formatted(target, known.run()));
                }
            } catch (DroverException e) {
                LOG.warn("site={}: {}", site, e.getMessage());
            }
        });
    }

    private boolean advance(TargetNumbers known) {
        return control.inTransaction(() -> {
            control.client()
                    .sql("select pg_advisory_xact_lock(hashtext('drover.run_token'))")
                    .query((result, row) -> true)
                    .single();
            boolean isTokenBehind = advance("drover.run_token", known.token());
            return advance("drover.task_run_run_seq", known.run()) || isTokenBehind;
        });
    }

    private boolean advance(String sequence, long known) {
        return control.client()
                .sql("select setval('%1$s', :known + %2$d) from %1$s where last_value < :known"
                        .formatted(sequence, MARGIN))
                .param("known", known)
                .query(Long.class)
                .optional()
                .isPresent();
    }
}
