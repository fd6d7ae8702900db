package io.drover.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows what becomes of the runs of all nodes: each look tells those whose status is another one than at the look before,
 * none twice with the same. What has ended before it was made is not told. A look is one statement and tells
 * {@value #PORTION} new runs at most; what is more, the next one tells. Not thread-safe.
 */
public final class RunTail {

    private static final int PORTION = 5000;

    /** A run may become visible after others that were asked for later: so many numbers are looked at again. */
    private static final int OVERLAP = 200;

    private final RunHistory history;
    /** Of those that have not ended, and of all within the overlap. */
    private final Map<Long, RunStatus> known = new HashMap<>();

    private long highest;
    private boolean isBehind;

    public RunTail(RunHistory history) {
        this.history = history;
        this.highest = history.highest();
        history.unfinished().forEach(this::isNews);
        history.after(highest - OVERLAP, List.of(), OVERLAP).forEach(this::isNews);
    }

    /** In the order of their numbers, but for those that began long ago. */
    public List<Run> look() {
        List<Long> open = known.entrySet().stream()
                .filter(each -> each.getValue() != RunStatus.ENDED && each.getKey() <= highest - OVERLAP)
                .map(Map.Entry::getKey)
                .toList();
        List<Run> found = history.after(highest - OVERLAP, open, OVERLAP + PORTION);
        List<Run> news = found.stream().filter(this::isNews).toList();
        isBehind = found.size() - open.size() >= OVERLAP + PORTION;
        known.entrySet().removeIf(each -> each.getValue() == RunStatus.ENDED && each.getKey() <= highest - OVERLAP);
        return news;
    }

    /** Whether there may be more than the last look has told. */
    public boolean isBehind() {
        return isBehind;
    }

    private boolean isNews(Run run) {
        highest = Math.max(highest, run.run());
        return known.put(run.run(), run.status()) != run.status();
    }
}
