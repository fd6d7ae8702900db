package io.drover.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps lines that are said again and again from filling a log: of the same line some are let through, then one a second that
 * tells how many were left out (F87). Thread-safe.
 */
final class Repeats {

    private static final int FREELY = 10;
    private static final Duration SPAN = Duration.ofSeconds(1);
    /** More different lines at a time are let through as they are. */
    private static final int MOST_LINES = 1000;

    private final LongSupplier nanoClock;
    private final Map<Line, Count> counts = new HashMap<>();

    /** @param thread who speaks */
    record Line(String thread, String text) {}

    private static final class Count {

        private long since;
        private int said;
        private long leftOut;

        private Count(long since) {
            this.since = since;
        }
    }

    Repeats(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** What is to be written because of this line, in order. */
    synchronized List<Line> say(Line line) {
        List<Line> lines = due();
        Count count = counts.get(line);
        if (count == null && counts.size() < MOST_LINES) {
            count = new Count(nanoClock.getAsLong());
            counts.put(line, count);
        }
        if (count == null) {
            lines.add(line);
        } else if (count.said < FREELY) {
            count.said++;
            lines.add(line);
        } else {
            count.leftOut++;
        }
        return lines;
    }

    /** What is to be written of lines that were left out in a span that is over. */
    synchronized List<Line> due() {
        long now = nanoClock.getAsLong();
        List<Line> lines = new ArrayList<>();
        for (Iterator<Map.Entry<Line, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Line, Count> each = all.next();
            Count count = each.getValue();
            if (now - count.since >= SPAN.toNanos()) {
                if (count.leftOut == 0) {
                    all.remove();
                } else {
                    lines.add(leftOut(each.getKey(), count));
                    count.since = now;
                    count.leftOut = 0;
                }
            }
        }
        return lines;
    }

    /** What is to be written when nothing more is said. */
    synchronized List<Line> last() {
        List<Line> lines = counts.entrySet().stream()
                .filter(each -> each.getValue().leftOut > 0)
                .map(each -> leftOut(each.getKey(), each.getValue()))
                .toList();
        counts.clear();
        return lines;
    }

    private static Line leftOut(Line line, Count count) {
        return new Line(line.thread(), "%s (%,d times more)".formatted(line.text(), count.leftOut));
    }
}
