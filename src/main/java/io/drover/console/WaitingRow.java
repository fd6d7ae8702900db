package io.drover.console;

/**
 * A run that waits for its queue.
 *
 * @param id Task ID; empty when the task has no schedule in this mode
 * @param label mode and number of the run
 * @param place which one it is in its queue, and for what it waits
 */
public record WaitingRow(
        String id, long run, String title, String label, String startedBy, Moment since, String queue, String place) {

    public String link() {
        return Links.run(run);
    }
}
