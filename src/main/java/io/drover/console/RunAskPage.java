package io.drover.console;

import io.drover.run.Run;
import io.drover.send.SendCounts;
import io.drover.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks for a reason before something is asked of an ended run: Undo, or Confirm removal.
 *
 * @param verb of the address and the button
 * @param refusal why it cannot be done at all; null when it can
 * @param does what it will do, one line each
 * @param leaves what it will not do, one line each
 * @param number what must be typed to confirm it; 0 = nothing
 * @param typed the number as it was typed
 * @param reason the text as it was typed
 * @param problem why the reason was refused; null when none was given yet
 * @param numberProblem likewise of the number
 */
public record RunAskPage(
        PageFrame frame,
        RunHead head,
        String verb,
        String button,
        @Nullable String refusal,
        List<String> does,
        List<String> leaves,
        long number,
        String typed,
        String reason,
        @Nullable String problem,
        @Nullable String numberProblem) {

    /** What somebody typed, and what is wrong with it. */
    record Form(
            String reason,
            String number,
            @Nullable String refusal,
            @Nullable String problem,
            @Nullable String numberProblem) {

        static final Form EMPTY = new Form("", "", null, null, null);

        Form refused(RuntimeException why) {
            return new Form(reason, number, String.valueOf(why.getMessage()), null, null);
        }

        Form wrongReason(RuntimeException why) {
            return new Form(reason, number, null, String.valueOf(why.getMessage()), null);
        }

        Form wrongNumber(String why) {
            return new Form(reason, number, null, null, why);
        }
    }

    static RunAskPage undo(Run run, Form form, ConsoleParts parts) {
        String refusal = form.refusal() == null ? undoProblem(run, parts) : form.refusal();
        return new RunAskPage(
                parts.frame("Undo run " + run.run(), run.site()),
                RunHead.of(run, parts),
                "undo",
                "Undo",
                refusal,
                restored(run.counts()),
                List.of(
                        "what the route did besides sending rows: its own SQL, mails, calls of other systems",
                        "what the shop did with the rows meanwhile, such as orders",
                        "the source: the next Send All makes the shop equal to it again, so put the source right or hold the rows"),
                0,
                "",
                form.reason(),
                form.problem(),
                null);
    }

    private static List<String> restored(SendCounts counts) {
        List<String> lines = new ArrayList<>();
        add(lines, counts.updated(), "%s that it updated get their old values back");
        add(lines, counts.inserted(), "%s that it inserted are removed");
        add(lines, counts.removed(), "%s that it removed are inserted again");
        return lines;
    }

    private static void add(List<String> lines, long rows, String what) {
        if (rows > 0) {
            lines.add(what.formatted(RunWords.rows(rows)));
        }
    }

    private static @Nullable String undoProblem(Run run, ConsoleParts parts) {
        if (RunMoves.of(run, true, true).stream().noneMatch(move -> move.id().equals("undo-run"))) {
            return "Run %d cannot be undone: it is no send that changed rows".formatted(run.run());
        }
        return parts.siteOf(run).rows().summary(run).complete(run.counts())
                ? null
                : "Run %d cannot be undone: not all rows that it changed are kept".formatted(run.run());
    }

    private static List<String> confirmed(Run run, long removals, ConsoleParts parts) {
        List<String> lines = new ArrayList<>(List.of(
                "%s is asked for once more and may remove up to %s"
                        .formatted(run.mode().words(), RunWords.rows(removals)),
                "all its other changes are made as well",
                "where it would remove more than these, it stops again and nothing is changed"));
        Site site = parts.siteOf(run);
        site.definitions().stream()
                .filter(task -> task.name().equals(run.task()))
                .findFirst()
                .flatMap(task -> site.schedules().outsideWindow(task, run.mode()))
                .ifPresent(outside -> lines.add("it leaves the window aside: %s".formatted(outside)));
        return lines;
    }

    static RunAskPage confirm(Run run, Form form, ConsoleParts parts) {
        boolean isGuarded =
                RunMoves.of(run, true, true).stream().anyMatch(move -> move.id().equals("confirm-run"));
        String refusal = form.refusal() != null || isGuarded
                ? form.refusal()
                : "Run %d has nothing to confirm: it is no send that the guard stopped".formatted(run.run());
        long removals = Objects.requireNonNullElse(run.guardRemovals(), 0L);
        return new RunAskPage(
                parts.frame("Confirm removal of run " + run.run(), run.site()),
                RunHead.of(run, parts),
                "confirm",
                "Confirm removal",
                refusal,
                confirmed(run, removals, parts),
                List.of(),
                removals,
                form.number(),
                form.reason(),
                form.problem(),
                form.numberProblem());
    }
}
