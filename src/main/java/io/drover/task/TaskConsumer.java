package io.drover.task;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** The entry of a task's route. It starts nothing by itself: a run of the queue sends an exchange through it. */
public final class TaskConsumer extends DefaultConsumer {

    /** What happens between the route's last step and its completion callbacks: the commit of the run. */
    @FunctionalInterface
    public interface Completion {

        /** Called once per run, also when the route failed; whatever it throws makes the run fail. */
        void complete(Exchange exchange);
    }

    TaskConsumer(TaskEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
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
            doneUoW(exchange);
        }
        return exchange;
    }
}
