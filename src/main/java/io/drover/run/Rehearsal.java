package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.send.HeldKey;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.RowReceiver;
import io.drover.send.SendException;
import io.drover.send.SendMemory;
import io.drover.send.SendProgress;
import io.drover.send.SendRun;
import io.drover.send.SendSession;
import io.drover.task.Task;
import io.drover.task.TaskEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Executes the route of a task on the calling thread, beside the queue and without a run, and takes everything back.
 * Thread-safe.
 */
final class Rehearsal {

    private final String site;
    private final SiteDatabases databases;

    /** What is done with the rows. */
    interface Part {

        /** Who takes them; the session is one that compares and writes nothing. */
        RowReceiver receiver(SendSession session);

        /** The route has ended, well or not; whatever connections are open are closed afterwards. */
        default void ended(SendSession session, Exchange exchange) {}

        /** Told before anything is asked of a database; may be kept to cancel what takes too long. */
        default void begun(RunConnections connections) {}
    }

    Rehearsal(String site, SiteDatabases databases) {
        this.site = site;
        this.databases = databases;
    }

    /**
     * @param held rows that are left as they are
     * @throws IllegalArgumentException when the part does not know what is asked for
     * @throws SendException when source or target do not answer, or the route fails
     */
    void execute(TaskEntry version, Mode mode, Set<HeldKey> held, SendMemory memory, Part part) {
        Task task = version.task();
        Set<String> written = new HashSet<>(task.sends().keySet());
        written.add(task.target());
        try (RunConnections connections =
                new RunConnections(databases, task.clock(), written, memory.fetchRows(task.name()))) {
            part.begun(connections);
            connections.bind();
            try (SendSession session =
                    SendSession.begin(run(task, mode, held), databases, connections, memory, SendProgress.NONE)) {
                Exchange exchange = version.route()
                        .run(each -> prepare(each, mode, session, part.receiver(session)), each -> {
                            part.ended(session, each);
                            connections.close();
                        });
                throwFailure(exchange);
            } catch (IllegalArgumentException | SendException e) {
                throw e;
            } catch (Exception e) {
                throw new SendException("The rows cannot be looked at: " + e.getMessage(), e);
            } finally {
                connections.unbind();
            }
        }
    }

    private static void prepare(Exchange exchange, Mode mode, SendSession session, RowReceiver receiver) {
        exchange.setProperty(Purpose.REHEARSAL, true);
        exchange.setProperty(Mode.PROPERTY, mode);
        exchange.setProperty(RowReceiver.PROPERTY, receiver);
        exchange.getMessage().setHeader(SendSession.SINCE, session.since());
    }

    private static void throwFailure(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure instanceof IllegalArgumentException unknown) {
            throw unknown;
        }
        if (failure != null) {
            throw new SendException(RunFailure.describe(exchange, failure), failure);
        }
    }

    private SendRun run(Task task, Mode mode, Set<HeldKey> held) {
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
                held,
                false,
                Duration.ZERO,
                null);
    }
}
