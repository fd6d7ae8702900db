package io.drover.site;

import io.drover.send.Why;
import io.drover.send.WhyStep;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to Why?: one sentence about the step at which the row's way ends, or at which shop and source differ.
 *
 * @param state of the row as a whole
 */
public record WhyVerdict(State state, String sentence) {

    /** Where the way of a row ends, the gravest first. */
    public enum State {
        REFUSED,
        HELD,
        UNKNOWN,
        /** The shop has what the source no longer has. */
        EXTRA,
        MISSING,
        DIFFERENT,
        GONE,
        EQUAL
    }

    private static final int MOST_COLUMNS = 4;

    private record Finding(WhyStep step, State state) {}

    public static WhyVerdict of(Why why) {
        Finding worst = why.steps().stream()
                .map(step -> new Finding(step, state(step)))
                .min(Comparator.comparing(Finding::state))
                .orElse(null);
        if (worst == null) {
            return new WhyVerdict(
                    State.UNKNOWN,
                    "Neither the shop nor what task %s reads has a row with the key %s: it is not in the source, or a condition leaves it out."
                            .formatted(why.task(), why.key()));
        }
        if (worst.state() == State.EQUAL && why.steps().size() > 1) {
            return new WhyVerdict(
                    State.EQUAL,
                    "The shop has %s, equal to the source in all %d rows of this task that have this key."
                            .formatted(why.key(), why.steps().size()));
        }
        return new WhyVerdict(worst.state(), sentence(why.key(), worst.step(), worst.state()));
    }

    /** How a row stands at one step. */
    public static State state(WhyStep step) {
        if (step.refused() != null) {
            return State.REFUSED;
        }
        if (step.held() != null) {
            return State.HELD;
        }
        boolean inSource = step.sourceAll() != null && !step.gone();
        if (!inSource) {
            if (step.target() != null) {
                return State.EXTRA;
            }
            return step.gone() ? State.GONE : State.UNKNOWN;
        }
        if (step.target() == null) {
            return State.MISSING;
        }
        return step.differing().isEmpty() ? State.EQUAL : State.DIFFERENT;
    }

    private static String sentence(String key, WhyStep step, State state) {
        String table = step.table();
        return switch (state) {
            case REFUSED -> "The shop refuses %s in %s: %s.".formatted(key, table, withoutStop(step.refused()));
            case HELD ->
                "%s in %s is held: %s. No run touches it until it is released."
                        .formatted(key, table, withoutStop(step.held()));
            case UNKNOWN ->
                "The shop does not have %s in %s because the query does not return it: it is not in the source, or a condition leaves it out."
                        .formatted(key, table);
            case GONE -> "The shop does not have %s in %s because the query flags it as gone.".formatted(key, table);
            case EXTRA -> extra(key, step);
            case MISSING -> "The shop does not have %s in %s yet. %s".formatted(key, table, next(step, "adds it"));
            case DIFFERENT ->
                "The shop has %s in %s, but %s. %s"
                        .formatted(key, table, differs(step.differing()), next(step, "brings the change"));
            case EQUAL -> "The shop has %s in %s, equal to the source.".formatted(key, table);
        };
    }

    private static String extra(String key, WhyStep step) {
        return step.gone()
                ? "The shop has %s in %s, but the query flags it as gone. %s"
                        .formatted(key, step.table(), next(step, "removes it"))
                : "The shop has %s in %s, but the query no longer returns it. The next Send All removes it; Send Changed cannot see that it left."
                        .formatted(key, step.table());
    }

    private static String differs(List<String> columns) {
        if (columns.size() > MOST_COLUMNS) {
            return "%d columns differ".formatted(columns.size());
        }
        return columns.size() == 1 ? columns.get(0) + " differs" : String.join(", ", columns) + " differ";
    }

    /** Which send will bring it. */
    private static String next(WhyStep step, String what) {
        Map<String, @Nullable String> changed = step.sourceChanged();
        if (changed != null || step.since() == null) {
            return "The next Send Changed %s.".formatted(what);
        }
        return "Send Changed does not find it, because its stamp is before %s; the next Send All %s."
                .formatted(step.since(), what);
    }

    private static String withoutStop(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\.+$", "");
    }
}
