package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.SendCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a few words what a run did. */
final class RunWords {

    private static final int LONGEST = 140;

    private RunWords() {}

    /** {@code 12 updated, 3 removed}, {@code Nothing had changed}, or why it failed; empty while it has no result. */
    static String outcome(Run run) {
        Result result = run.result();
        if (result == null) {
            return "";
        }
        String counts = counts(run.counts());
        boolean good = result == Result.OK || result == Result.OK_WITH_REFUSED_ROWS;
        boolean changed = run.purpose().writes();
        return good && changed && !counts.isEmpty() ? counts : shortened(run.message() == null ? "" : run.message());
    }

    /** Who or what asked for it: a person, the schedule, or a route. */
    static String by(Run run) {
        return switch (run.cause()) {
            case "schedule" -> "schedule";
            case "route" -> "route " + run.requestedBy();
            case "chain" -> "after " + run.requestedBy();
            default -> run.requestedBy();
        };
    }

    /** The mode, where it means something, and the number: {@code Send All, run 12}. */
    static String label(Run run, boolean hasRows) {
        return hasRows ? "%s, run %d".formatted(RowWords.purpose(run), run.run()) : "run " + run.run();
    }

    /** What is left of a run that is stopped (decision 3). */
    static String afterStop(boolean hasRows) {
        return hasRows
                ? "If it is stopped, the databases stay as they were before it, and the next run looks at the same rows again."
                : "It sends no rows. If it is stopped, what its steps have already done outside the databases stays done.";
    }

    private static String counts(SendCounts counts) {
        List<String> parts = new ArrayList<>();
        add(parts, counts.inserted(), "inserted");
        add(parts, counts.updated(), "updated");
        add(parts, counts.removed(), "removed");
        add(parts, counts.refused(), "refused");
        add(parts, counts.held(), "held");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long rows, String what) {
        if (rows > 0) {
            parts.add(number(rows) + " " + what);
        }
    }

    /** {@code 1 row}, {@code 1,204 rows}. */
    static String rows(long rows) {
        return rows == 1 ? "1 row" : number(rows) + " rows";
    }

    static String number(long rows) {
        return String.format(Locale.ENGLISH, "%,d", rows);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
