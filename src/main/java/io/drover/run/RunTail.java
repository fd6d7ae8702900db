package io.drover.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows what becomes of the runs of all nodes: each look tells those whose status is another one than at the look before,
 * none twice with the same. What has ended before it was made is not told. A look is one statement, and one more for
 * each further {@value #PORTION} runs. Not thread-safe.
 */
public final class RunTail {

    private static final int PORTION = 5000;

    /** A run may become visible after others that were asked for later: so many numbers are looked at again. */
    private static final int OVERLAP = 200;

    private final RunHistory history;
    /** Of those that have not ended, and of all within the overlap. */
    private final Map<Long, RunStatus> known = new HashMap<>();

    private long highest;

    public RunTail(RunHistory history) {
        this.history = history;
        this.highest = history.highest();
        history.unfinished().forEach(this::isNews);
        history.after(highest - OVERLAP, List.of(), OVERLAP).forEach(this::isNews);
    }

    /** In the order of their numbers, but for those that began long ago. */
    public List<Run> look() {
        List<Run> news = new ArrayList<>();
        List<Long> open = known.entrySet().stream()
                .filter(each -> each.getValue() != RunStatus.ENDED && each.getKey() <= highest - OVERLAP)
                .map(Map.Entry::getKey)
                .toList();
        List<Run> found = history.after(highest - OVERLAP, open, PORTION);
        add(found, news);
        while (found.size() >= PORTION) {
            found = history.after(highest, List.of(), PORTION);
            add(found, news);
        }
        known.entrySet().removeIf(each -> each.getValue() == RunStatus.ENDED && each.getKey() <= highest - OVERLAP);
        return news;
    }

    private void add(List<Run> found, List<Run> news) {
        found.stream().filter(this::isNews).forEach(news::add);
    }

    private boolean isNews(Run run) {
        highest = Math.max(highest, run.run());
        return known.put(run.run(), run.status()) != run.status();
    }
}
