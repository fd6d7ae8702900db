package io.drover.run;

import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import java.util.ArrayList;
import java.util.List;

/** Says in a few words what a run did, or would do. */
final class RunMessage {

    /** What is said of a run that has no ledger to be asked. */
    static final String NOT_KNOWN = "whether its work is done is not known";

    private RunMessage() {}

    static String of(Purpose purpose, SendCounts counts) {
        return switch (purpose) {
            case SEND -> sent(counts, "Nothing had changed");
            case UNDO -> sent(counts, "Nothing was left to undo");
            case PREVIEW -> previewed(counts) + "; nothing was written";
            case VERIFY -> verified(counts);
        };
    }

    private static String sent(SendCounts counts, String nothing) {
        String text = counts.written() == 0
                ? nothing
                : "%,d inserted, %,d updated, %,d removed"
                        .formatted(counts.inserted(), counts.updated(), counts.removed());
        return text + leftOut(counts);
    }

    private static String previewed(SendCounts counts) {
        List<String> parts = new ArrayList<>();
        add(parts, "insert", counts.inserted());
        add(parts, "update", counts.updated());
        add(parts, "remove", counts.removed());
        return (parts.isEmpty() ? "Would change nothing" : "Would " + String.join(", ", parts)) + leftOut(counts);
    }

    private static String verified(SendCounts counts) {
        List<String> parts = new ArrayList<>();
        if (counts.updated() > 0) {
            parts.add("%,d different".formatted(counts.updated()));
        }
        if (counts.inserted() > 0) {
            parts.add("%,d missing".formatted(counts.inserted()));
        }
        if (counts.removed() > 0) {
            parts.add("%,d extra".formatted(counts.removed()));
        }
        if (parts.isEmpty() && counts.refused() + counts.held() == 0) {
            return "Equal: all %,d rows".formatted(counts.read());
        }
        String text = parts.isEmpty() ? "Equal otherwise" : String.join(", ", parts);
        return "%s of %,d%s".formatted(text, counts.read(), leftOut(counts));
    }

    private static void add(List<String> parts, String verb, long rows) {
        if (rows > 0) {
            parts.add("%s %,d".formatted(verb, rows));
        }
    }

    private static String leftOut(SendCounts counts) {
        String text = counts.refused() == 0 ? "" : "; %,d refused".formatted(counts.refused());
        return counts.held() == 0 ? text : text + "; %,d held".formatted(counts.held());
    }
}
