package io.drover.task;

import io.drover.send.Purpose;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.processor.OnCompletionProcessor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** The entry of a task's route. It starts nothing by itself: a run of the queue sends an exchange through it. */
public final class TaskConsumer extends DefaultConsumer {

    /** What happens between the route's last step and its completion callbacks: the commit of the run. */
    @FunctionalInterface
    public interface Completion {

        /** Called once per run, also when the route failed; whatever it throws makes the run fail. */
        void complete(Exchange exchange);
    }

    private int runs;
    private boolean retired;
    private volatile @Nullable Task task;

    TaskConsumer(TaskEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** What its route defines; empty until somebody has asked for it with the definition at hand. */
    Optional<Task> task() {
        return Optional.ofNullable(task);
    }

    /** What its route defines; asked for once, for a version of a route never changes. */
    Task task(Supplier<Task> definition) {
        Task known = task;
        if (known == null) {
            known = definition.get();
            task = known;
        }
        return known;
    }

    /** Lets a run in. False while the route is not started, and for good once a newer version has taken over. */
    synchronized boolean enter() {
        if (isRetired() || !isStarted()) {
            return false;
        }
        runs++;
        return true;
    }

    synchronized void leave() {
        runs--;
    }

    /** Lets no further run in: a newer version of the task has taken over, or its file is gone. */
    public synchronized void retire() {
        retired = true;
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** True while no run is in it, so that its route may be stopped. */
    public synchronized boolean isIdle() {
        return runs == 0;
    }

    /**
     * Runs the route on the calling thread and returns the finished exchange; a failure is its exception.
     *
     * @param prepare fills the exchange before the first step
     * @param completion ends the run's transaction; callbacks of the route come after it, so that what they do for
     *     the outside follows the commit (rule 4 of a run)
     */
    public Exchange run(Consumer<Exchange> prepare, Completion completion) throws Exception {
        Exchange exchange = createExchange(false);
        createUoW(exchange);
        try {
            prepare.accept(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        try {
            completion.complete(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        } finally {
            if (Purpose.isRehearsal(exchange)) {
                leaveOutCallbacks(exchange);
            }
            doneUoW(exchange);
        }
        return exchange;
    }

    /** What only closes resources, such as camel-sql's cursors, stays. */
    private void leaveOutCallbacks(Exchange exchange) {
        exchange.getUnitOfWork()
                .handoverSynchronization(
                        getEndpoint().createExchange(),
                        each -> each.getClass().getName().startsWith(OnCompletionProcessor.class.getName()));
    }
}
