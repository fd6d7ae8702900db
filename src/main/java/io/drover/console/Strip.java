package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The latest runs of a task as bars, the newest on the right.
 *
 * @param words the same for whoever does not see it
 */
public record Strip(List<Bar> bars, String words) {

    private static final int STEP = 7;
    private static final int HEIGHT = 16;

    /** A bar; all numbers are units of the picture. */
    public record Bar(int x, int y, int height, String style, String words) {}

    private enum Kind {
        GOOD("ok", 12),
        NOTHING("idle", 4),
        CARE("warn", 14),
        BAD("bad", 16),
        WORK("work", 16);

        private final String style;
        private final int height;

        Kind(String style, int height) {
            this.style = style;
            this.height = height;
        }
    }

    /** @param newestFirst the runs; those that wait are left out */
    static Strip of(List<Run> newestFirst, Moments moments) {
        List<Run> runs = new ArrayList<>(newestFirst.stream()
                .filter(run -> run.startedAt() != null || run.result() != null)
                .toList());
        Collections.reverse(runs);
        List<Bar> bars = new ArrayList<>();
        int[] counts = new int[Kind.values().length];
        for (Run run : runs) {
            Kind kind = kind(run);
            counts[kind.ordinal()]++;
            String word =
                    run.result() == null ? run.status().word() : run.result().word();
            bars.add(new Bar(
                    bars.size() * STEP,
                    HEIGHT - kind.height,
                    kind.height,
                    kind.style,
                    "%s %s".formatted(moments.minute(run.requestedAt()).text(), word)));
        }
        return new Strip(bars, words(runs.size(), counts));
    }

    private static Kind kind(Run run) {
        Result result = run.result();
        if (result == null) {
            return Kind.WORK;
        }
        return switch (result) {
            case OK -> run.counts().written() == 0 && run.counts().read() > 0 ? Kind.NOTHING : Kind.GOOD;
            case OK_WITH_REFUSED_ROWS, STOPPED, MISSED -> Kind.CARE;
            case FAILED, INTERRUPTED -> Kind.BAD;
            case SKIPPED -> Kind.NOTHING;
        };
    }

    private static String words(int all, int[] counts) {
        if (all == 0) {
            return "no run yet";
        }
        List<String> parts = new ArrayList<>();
        add(parts, counts[Kind.GOOD.ordinal()], "good");
        add(parts, counts[Kind.BAD.ordinal()], "failed");
        add(parts, counts[Kind.CARE.ordinal()], "to look at");
        add(parts, counts[Kind.NOTHING.ordinal()], "with nothing to do");
        add(parts, counts[Kind.WORK.ordinal()], "at work");
        return "last %d %s: %s".formatted(all, all == 1 ? "run" : "runs", String.join(", ", parts));
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
