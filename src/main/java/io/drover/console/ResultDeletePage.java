package io.drover.console;

import io.drover.run.Run;
import io.drover.site.ResultDeletion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks before results are deleted.
 *
 * @param refusal why nothing can be deleted; null when something can
 * @param does what it will do, one line each
 * @param fields what the form sends along: which results are meant
 */
public record ResultDeletePage(
        PageFrame frame,
        @Nullable String refusal,
        List<String> does,
        String button,
        Map<String, String> fields,
        String cancelLink) {

    /** Nobody waits until more than these are counted. */
    private static final int MOST_COUNTED = 500;

    private static final List<String> EFFECTS = List.of(
            "With a result go its log and the list of its rows: what it changed cannot be undone then",
            "The databases stay as they are, and so do the log files on disk until drover.keep.logs",
            "Who deleted how many is in the Audit");

    /** Of one run. */
    static ResultDeletePage of(Run run, ConsoleParts parts) {
        String refusal = parts.sites().results().isDeletable(run) ? null : ResultDeletion.whyStays(run.run());
        return new ResultDeletePage(
                parts.frame("Delete the result of run " + run.run(), run.site()),
                refusal,
                lines("Run %d: %s, %s, %s"
                        .formatted(
                                run.run(),
                                run.title(),
                                RowWords.purpose(run),
                                run.result() == null
                                        ? run.status().word()
                                        : run.result().word())),
                "Delete",
                Map.of("run", String.valueOf(run.run())),
                Links.runs(run.site()));
    }

    /** Of all that a list shows, up to the newest there is now: none is deleted that nobody has seen. */
    static ResultDeletePage of(RunListQuery query, ConsoleParts parts) {
        long newest = parts.runs().list(query.filter(parts.moments().zoneId(), 1)).stream()
                .mapToLong(Run::run)
                .findFirst()
                .orElse(0);
        RunListQuery seen = query.olderThan(newest + 1);
        long count = parts.sites().results().count(seen.filter(parts.moments().zoneId(), 1), MOST_COUNTED + 1);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("site", seen.site());
        fields.put("task", seen.task());
        fields.put("result", seen.resultWord());
        seen.days().addTo(fields);
        fields.put("before", String.valueOf(seen.before()));
        return new ResultDeletePage(
                parts.frame("Delete all results", query.site().isEmpty() ? null : query.site()),
                count == 0 ? "None of these results can be deleted" : null,
                lines("%s: %s".formatted(results(count), query.words())),
                "Delete All",
                fields,
                query.link());
    }

    private static String results(long count) {
        if (count > MOST_COUNTED) {
            return "More than %s results".formatted(RunWords.number(MOST_COUNTED));
        }
        return count == 1 ? "1 result" : RunWords.number(count) + " results";
    }

    private static List<String> lines(String first) {
        return List.of(
                first,
                "What runs or waits stays, and so does of each task the latest run and the latest that was OK",
                EFFECTS.get(0),
                EFFECTS.get(1),
                EFFECTS.get(2));
    }
}
