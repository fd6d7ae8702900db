package io.drover.console;

/**
 * A run that waits for its queue.
 *
 * @param id Task ID; empty when the task has no schedule in this mode
 * @param label mode and number of the run
 */
public record WaitingRow(
        String id, long run, String title, String label, String startedBy, Moment since, String queue) {

    public String link() {
        return Links.run(run);
    }
}
