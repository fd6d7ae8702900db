package io.drover.console;

import io.drover.console.ScheduleColumn.Line;
import io.drover.run.Run;
import io.drover.run.TaskMode;
import io.drover.site.ScheduledTask;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table Scheduled Tasks of one site or of all of them.
 *
 * @param halted the sites among them that do not run, one line each
 * @param isNarrowed whether there may be more than these
 * @param summary which lines these are, of how many
 * @param beforeLink to the lines before these; null where there are none
 * @param afterLink to the lines after these; null where there are none
 */
public record ScheduleTable(
        List<Heading> headings,
        List<Halted> halted,
        List<ScheduleRow> rows,
        boolean isNarrowed,
        String summary,
        @Nullable String beforeLink,
        @Nullable String afterLink)
        implements LiveRegion {

    private static final int ROWS = 100;
    private static final int MOST_HALTED = 5;

    /**
     * The head of a column.
     *
     * @param order for {@code aria-sort}; null where the table is not sorted by it
     */
    public record Heading(
            String word,
            String title,
            String link,
            @Nullable String order) {}

    /** A site that does not run. */
    public record Halted(String words, String link) {}

    static ScheduleTable of(Collection<Site> sites, ScheduleQuery query, ConsoleParts parts) {
        Moments moments = parts.moments();
        boolean isByNext = query.sort() == ScheduleColumn.NEXT_RUN;
        List<ScheduledTask> shown = parts.sites().scheduledTasks().list(sites).stream()
                .filter(query::shows)
                .toList();
        Map<TaskMode, Run> ran = query.sort() == ScheduleColumn.LAST_RUN ? lastRuns(shown, parts) : Map.of();
        List<ScheduledTask> page = shown.stream()
                .map(task -> new Line(task, isByNext ? next(task, moments) : null, ran.get(task.taskMode())))
                .sorted(query.sort().order(query.isDescending()))
                .skip(query.from())
                .limit(ROWS)
                .map(Line::task)
                .toList();
        Map<TaskMode, Run> last = lastRuns(page, parts);
        Map<Site, SiteState> states = new HashMap<>();
        sites.forEach(site -> states.put(site, site.view().state()));
        return new ScheduleTable(
                headings(query),
                halted(sites, moments),
                page.stream()
                        .map(line -> ScheduleRow.of(
                                line,
                                states.getOrDefault(line.site(), SiteState.STOPPED),
                                last.get(line.taskMode()),
                                moments))
                        .toList(),
                query.isNarrowed() || query.from() > 0,
                summary(query.from(), page.size(), shown.size()),
                query.from() == 0
                        ? null
                        : query.startingAt(Math.max(0, query.from() - ROWS)).link(),
                query.from() + page.size() < shown.size()
                        ? query.startingAt(query.from() + ROWS).link()
                        : null);
    }

    private static @Nullable Instant next(ScheduledTask line, Moments moments) {
        return line.schedule().next(moments.now(), moments.zoneId()).orElse(null);
    }

    private static Map<TaskMode, Run> lastRuns(List<ScheduledTask> lines, ConsoleParts parts) {
        return parts.sites().scheduledTasks().lastRuns(lines);
    }

    private static List<Heading> headings(ScheduleQuery query) {
        return Arrays.stream(ScheduleColumn.values())
                .map(column -> new Heading(
                        column.word(),
                        column.title(),
                        query.sortedBy(column).link(),
                        column != query.sort() ? null : query.isDescending() ? "descending" : "ascending"))
                .toList();
    }

    /** Those of the sites that do not run; where they are many, their number. */
    static List<Halted> halted(Collection<Site> sites, Moments moments) {
        List<SiteView> still = sites.stream()
                .map(Site::view)
                .filter(view -> view.state() != SiteState.RUNNING)
                .toList();
        if (still.size() > MOST_HALTED) {
            return List.of(new Halted(
                    "%d sites do not run: what is due there is not run until they are started".formatted(still.size()),
                    "/"));
        }
        return still.stream()
                .map(view -> new Halted(
                        "%s is %s since %s, by %s%s"
                                .formatted(
                                        view.site(),
                                        StateBox.word(view.state()).toLowerCase(Locale.ROOT),
                                        moments.minute(view.since()).text(),
                                        view.by(),
                                        view.reason() == null ? "" : ": " + view.reason()),
                        Links.site(view.site())))
                .toList();
    }

    private static String summary(int from, int shown, int all) {
        if (shown == 0) {
            return "";
        }
        String count = all == 1 ? "1 scheduled task" : RunWords.number(all) + " scheduled tasks";
        return shown == all ? count : "%d to %d of %s".formatted(from + 1, from + shown, count);
    }

    @Override
    public String id() {
        return "schedules";
    }
}
