package io.drover.task;

import io.drover.config.DroverException;

/** Where runs are asked for. A site has one in its Camel registry; thread-safe. */
@FunctionalInterface
public interface RunRequests {

    /**
     * Asks for a run. A request for what already waits is served by the waiting run.
     *
     * @throws UnknownTaskException when the site has no such task
     * @throws NotRunningException when the site is not running
     * @throws DroverException when the task cannot be asked for in this mode
     */
    RunAnswer ask(RunRequest request);
}
