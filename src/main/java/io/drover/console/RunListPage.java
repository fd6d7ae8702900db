package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.site.Site;
import io.drover.task.Task;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results: the runs of one site or of all, newest first.
 *
 * @param notice what became of the last click; null when there was none
 * @param tasks to choose from, by name; with their titles
 * @param results to choose from
 * @param newestLink null on the first page
 * @param olderLink null on the last page
 * @param deleteLink asks before all of them are deleted
 */
public record RunListPage(
        PageFrame frame,
        @Nullable Notice notice,
        RunListQuery query,
        SortedMap<String, String> tasks,
        List<String> results,
        List<RunRow> rows,
        @Nullable String newestLink,
        @Nullable String olderLink,
        String csvLink,
        String deleteLink) {

    private static final int ROWS = 100;

    static RunListPage of(RunListQuery query, @Nullable Notice notice, ConsoleParts parts) {
        ZoneId zone = parts.moments().zoneId();
        List<Run> found = parts.runs().list(query.filter(zone, ROWS + 1));
        List<Run> shown = found.subList(0, Math.min(ROWS, found.size()));
        Map<String, Map<String, Task>> tasks = new HashMap<>();
        return new RunListPage(
                parts.frame("Results", query.site().isEmpty() ? null : query.site()),
                notice,
                query,
                choices(query, parts),
                Arrays.stream(Result.values()).map(Result::word).toList(),
                shown.stream()
                        .map(run -> RunRow.of(
                                run,
                                tasks.computeIfAbsent(run.site(), site -> tasks(site, parts))
                                        .get(run.task()),
                                parts.moments()))
                        .toList(),
                query.before() == 0 ? null : query.olderThan(0).link(),
                found.size() > shown.size()
                        ? query.olderThan(shown.get(shown.size() - 1).run()).link()
                        : null,
                query.csvLink(zone),
                query.olderThan(0).link("/runs/delete"));
    }

    private static SortedMap<String, String> choices(RunListQuery query, ConsoleParts parts) {
        SortedMap<String, String> choices = new TreeMap<>();
        parts.sites().all().stream()
                .filter(site -> query.site().isEmpty() || site.name().equals(query.site()))
                .map(Site::definitions)
                .forEach(tasks -> tasks.forEach(task -> choices.put(task.name(), task.title())));
        if (!query.task().isEmpty()) {
            // Its route file may be gone; its results are not.
            choices.putIfAbsent(query.task(), query.task());
        }
        return choices;
    }

    private static Map<String, Task> tasks(String site, ConsoleParts parts) {
        Map<String, Task> tasks = new HashMap<>();
        parts.sites().find(site).stream()
                .flatMap(each -> each.definitions().stream())
                .forEach(task -> tasks.put(task.name(), task));
        return tasks;
    }
}
