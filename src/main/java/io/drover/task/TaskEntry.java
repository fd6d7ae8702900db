package io.drover.task;

/**
 * One version of a task, held for one run: whatever happens to the task's file meanwhile, the run ends on this version.
 * To be closed when the run is over.
 */
public record TaskEntry(Task task, TaskConsumer route) implements AutoCloseable {

    @Override
    public void close() {
        route.leave();
    }
}
