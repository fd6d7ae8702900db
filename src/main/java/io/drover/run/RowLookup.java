package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.send.HeldKey;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.RowLook;
import io.drover.send.RowReceiver;
import io.drover.send.SendException;
import io.drover.send.SendMemory;
import io.drover.send.SendProgress;
import io.drover.send.SendRun;
import io.drover.send.SendSession;
import io.drover.send.Why;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskConsumer;
import io.drover.task.TaskEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Looks one row up on its way from source to target: executes the route of its task on the calling thread, beside the
 * queue, and takes everything back. Thread-safe.
 */
public final class RowLookup {

    private final String site;
    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final HeldRowStore heldRows;

    public RowLookup(String site, SiteDatabases databases, TaskCatalogue catalogue, HeldRowStore heldRows) {
        this.site = site;
        this.databases = databases;
        this.catalogue = catalogue;
        this.heldRows = heldRows;
    }

    /**
     * @param key as a person writes it
     * @throws IllegalArgumentException when the key is none of a table of this task
     * @throws SendException when the route is not started, or source or target do not answer
     */
    public Why find(String name, String key) {
        RowLook look = new RowLook(name, key);
        try (TaskEntry version = catalogue
                .enter(name)
                .orElseThrow(
                        () -> new SendException("The route of task %s is not started: start site %s to look its rows up"
                                .formatted(name, site)))) {
            for (Mode mode : Mode.values()) {
                execute(version.task(), version.route(), mode, look);
            }
        }
        Map<HeldKey, String> held = new HashMap<>();
        Set<HeldKey> active = heldRows.at(site, name).held();
        heldRows.list(site, name).forEach(row -> {
            HeldKey parked = new HeldKey(row.table(), row.key());
            if (active.contains(parked)) {
                held.putIfAbsent(parked, row.reason());
            }
        });
        return look.why(held);
    }

    private void execute(Task task, TaskConsumer entry, Mode mode, RowLook look) {
        Set<String> written = new HashSet<>(task.sends().keySet());
        written.add(task.target());
        try (RunConnections connections = new RunConnections(databases, task.clock(), written)) {
            connections.bind();
            try (SendSession session =
                    SendSession.begin(run(task, mode), databases, connections, new SendMemory(), SendProgress.NONE)) {
                Exchange exchange = entry.run(
                        each -> {
                            each.setProperty(Purpose.REHEARSAL, true);
                            each.setProperty(Mode.PROPERTY, mode);
                            each.setProperty(RowReceiver.PROPERTY, look.in(session));
                            each.getMessage().setHeader(SendSession.SINCE, session.since());
                        },
                        each -> connections.close());
                Exception failure = exchange.getException();
                if (failure instanceof IllegalArgumentException wrongKey) {
                    throw wrongKey;
                }
                if (failure != null) {
                    throw new SendException(RunFailure.describe(exchange, failure), failure);
                }
            } catch (IllegalArgumentException | SendException e) {
                throw e;
            } catch (Exception e) {
                throw new SendException("The row cannot be looked up: " + e.getMessage(), e);
            } finally {
                connections.unbind();
            }
        }
    }

    private SendRun run(Task task, Mode mode) {
        return new SendRun(
                site,
                task.name(),
                task.queue(),
                mode,
                Purpose.VERIFY,
                0,
                0,
                task.clock(),
                task.target(),
                task.sends(),
                task.overlap(),
                Set.of(),
                false,
                Duration.ZERO,
                null);
    }
}
