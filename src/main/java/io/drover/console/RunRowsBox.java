package io.drover.console;

import io.drover.config.DroverException;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Fate;
import io.drover.send.Purpose;
import io.drover.send.RunRowCount;
import io.drover.send.RunRowFilter;
import io.drover.send.RunRowSlice;
import io.drover.send.RunRowSummary;
import io.drover.site.RunRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run: those to look at first, counts to choose by, and a page of the rows themselves.
 *
 * @param isShown false while the run has not ended, and for a run without rows
 * @param problem why the rows cannot be shown; empty when they can
 * @param first what to look at first
 * @param choices by table and fate
 * @param key the text that the keys shown hold; empty = any
 * @param hidden what else is chosen, kept by the search for a key
 * @param nextLink null on the last page
 * @param note what is not listed; empty when all is
 */
public record RunRowsBox(
        long run,
        boolean isShown,
        String problem,
        List<RowChoice> first,
        List<RowChoice> choices,
        List<RowLine> rows,
        String key,
        Map<String, String> hidden,
        String csvLink,
        @Nullable String firstLink,
        @Nullable String nextLink,
        String note)
        implements LiveRegion {

    private static final int ROWS = 50;

    static RunRowsBox of(Run run, boolean hasRows, RowQuery query, ConsoleParts parts) {
        if (run.status() != RunStatus.ENDED || !hasRows) {
            return empty(run, false, "");
        }
        try {
            return parts.brief()
                    .ask(
                            "The database that keeps the rows of this run",
                            () -> filled(run, query, parts.siteOf(run).rows()));
        } catch (DroverException e) {
            return empty(run, true, String.valueOf(e.getMessage()));
        }
    }

    private static RunRowsBox empty(Run run, boolean isShown, String problem) {
        return new RunRowsBox(
                run.run(), isShown, problem, List.of(), List.of(), List.of(), "", Map.of(), "", null, null, "");
    }

    private static RunRowsBox filled(Run run, RowQuery query, RunRows kept) {
        RunRowSummary summary = kept.summary(run);
        RunRowSlice slice = kept.read(run, query.filter(), query.after(), ROWS);
        String text = query.from(0).text();
        Long next = slice.next();
        return new RunRowsBox(
                run.run(),
                true,
                "",
                first(run, summary),
                choices(run, summary, query),
                slice.rows().stream().map(row -> RowLine.of(row, run)).toList(),
                query.filter().key() == null ? "" : query.filter().key(),
                hidden(query.filter()),
                "/api/v1/runs/%d/rows.csv%s".formatted(run.run(), text.isEmpty() ? "" : "?" + text),
                query.after() == 0 ? null : link(run, query.from(0)),
                next == null ? null : link(run, query.from(next)),
                note(run, summary));
    }

    private static List<RowChoice> first(Run run, RunRowSummary summary) {
        Map<String, Long> rules = new LinkedHashMap<>();
        for (RunRowCount count : summary.counts()) {
            if (count.attention() != null) {
                rules.merge(count.attention(), count.rows(), Long::sum);
            }
        }
        List<RowChoice> first = new ArrayList<>();
        String link = link(run, RowQuery.ALL.of(new RunRowFilter(null, null, true, null)));
        rules.forEach((rule, rows) -> first.add(new RowChoice(rule, RunWords.rows(rows), link, false)));
        long refused = summary.rows(new RunRowFilter(null, Fate.REFUSED, false, null));
        if (refused > 0) {
            String refusedLink = link(run, RowQuery.ALL.of(new RunRowFilter(null, Fate.REFUSED, false, null)));
            first.add(new RowChoice("cannot be sent", RunWords.rows(refused), refusedLink, false));
        }
        return first;
    }

    private static List<RowChoice> choices(Run run, RunRowSummary summary, RowQuery query) {
        List<RowChoice> choices = new ArrayList<>();
        choices.add(new RowChoice("all rows", RunWords.number(summary.rows()), link(run, RowQuery.ALL), query.isAll()));
        Map<RunRowFilter, Long> sums = new LinkedHashMap<>();
        for (RunRowCount count : summary.counts()) {
            sums.merge(new RunRowFilter(count.table(), count.fate(), false, null), count.rows(), Long::sum);
        }
        sums.forEach((filter, rows) -> choices.add(new RowChoice(
                "%s %s"
                        .formatted(
                                filter.table(), filter.fate() == null ? "" : RowWords.of(filter.fate(), run.purpose())),
                RunWords.number(rows),
                link(run, RowQuery.ALL.of(filter)),
                filter.equals(query.filter()))));
        return choices;
    }

    private static Map<String, String> hidden(RunRowFilter filter) {
        Map<String, String> hidden = new LinkedHashMap<>();
        if (filter.table() != null) {
            hidden.put("table", filter.table());
        }
        if (filter.fate() != null) {
            hidden.put("fate", filter.fate().word());
        }
        if (filter.attention()) {
            hidden.put("attention", "true");
        }
        return hidden;
    }

    private static String note(Run run, RunRowSummary summary) {
        if (summary.complete(run.counts())) {
            return "";
        }
        String kept = summary.rows() == 0
                ? "The rows of this run are not kept, or no longer."
                : "Only %s of this run are kept.".formatted(RunWords.rows(summary.rows()));
        return run.purpose() == Purpose.SEND && run.isOk() ? kept + " So it cannot be undone." : kept;
    }

    private static String link(Run run, RowQuery query) {
        String text = query.text();
        return Links.run(run.run()) + (text.isEmpty() ? "" : "?" + text) + "#run-rows";
    }

    @Override
    public String id() {
        return "run-rows";
    }

    public String searchLink() {
        return Links.run(run);
    }
}
