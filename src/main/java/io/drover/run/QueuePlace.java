package io.drover.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting run stands in its queue.
 *
 * @param position 1 = it is next
 * @param waitsFor what runs in the queue at this moment; null when nothing does
 */
public record QueuePlace(int position, @Nullable Run waitsFor) {

    /**
     * The places of all that waits, by run.
     *
     * @param unfinished as {@link RunHistory#unfinished} has them
     */
    public static Map<Long, QueuePlace> of(List<Run> unfinished) {
        Map<List<String>, Run> running = new HashMap<>();
        Map<List<String>, Integer> waiting = new HashMap<>();
        Map<Long, QueuePlace> places = new HashMap<>();
        for (Run run : unfinished) {
            List<String> queue = List.of(run.site(), run.queue());
            if (run.status() == RunStatus.RUNNING) {
                running.put(queue, run);
            } else {
                places.put(run.run(), new QueuePlace(waiting.merge(queue, 1, Integer::sum), running.get(queue)));
            }
        }
        return places;
    }
}
