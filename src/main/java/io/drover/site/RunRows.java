package io.drover.site;

import io.drover.config.DroverException;
import io.drover.db.Database;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.RunRowFilter;
import io.drover.send.RunRowSlice;
import io.drover.send.RunRowStore;
import io.drover.send.RunRowStore.Visitor;
import io.drover.send.RunRowSummary;
import io.drover.send.SendException;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a site's runs. What a run changed is kept in its target, where it committed with the rows; what became of
 * all others is kept in Drover's own database. Thread-safe.
 */
public final class RunRows {

    private static final Logger LOG = LoggerFactory.getLogger(RunRows.class);

    /** Where the rows of a task went whose route file is gone. */
    private static final String USUAL_TARGET = "web";

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final Database control;

    RunRows(SiteDatabases databases, TaskCatalogue catalogue, Database control) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.control = control;
    }

    private record Home(Database database, RunRowSummary summary) {}

    /**
     * Counts the rows of a run; none before it has ended.
     *
     * @throws SendException when the database that would know does not answer
     */
    public RunRowSummary summary(Run run) {
        return home(run).map(Home::summary).orElse(RunRowSummary.NOTHING);
    }

    /**
     * @param after number of the last row already seen, 0 = from the beginning
     * @param limit most rows returned
     * @throws SendException when the database that would know does not answer
     */
    public RunRowSlice read(Run run, RunRowFilter filter, long after, int limit) {
        return home(run)
                .map(home -> RunRowStore.read(home.database(), run.site(), run.run(), filter, after, limit))
                .orElseGet(() -> new RunRowSlice(List.of(), null));
    }

    /**
     * Hands all rows of a run to a visitor, page by page.
     *
     * @throws SendException when the database that would know does not answer
     * @throws IOException from the visitor
     */
    public void each(Run run, RunRowFilter filter, Visitor visitor) throws IOException {
        Optional<Home> home = home(run);
        if (home.isPresent()) {
            RunRowStore.each(home.get().database(), run.site(), run.run(), filter, 0, visitor);
        }
    }

    private Optional<Home> home(Run run) {
        if (run.status() != RunStatus.ENDED) {
            return Optional.empty();
        }
        if (!run.purpose().writes()) {
            return in(control, run);
        }
        return in(databases.get(target(run)), run).or(() -> in(control, run));
    }

    private static Optional<Home> in(Database database, Run run) {
        return RunRowStore.summary(database, run.site(), run.run()).map(summary -> new Home(database, summary));
    }

    private String target(Run run) {
        return catalogue.find(run.task()).map(Task::target).orElse(USUAL_TARGET);
    }

    /** Deletes the rows whose time is over, in all databases that answer. */
    void deleteExpired() {
        Set<Database> homes = new LinkedHashSet<>(List.of(control));
        catalogue.tasks().forEach(task -> homes.add(databases.get(task.target())));
        for (Database home : homes) {
            try {
                RunRowStore.deleteExpired(home);
            } catch (DroverException e) {
                LOG.warn("Old rows of runs stay for another hour: {}", SqlProblem.tell(e));
            }
        }
    }
}
