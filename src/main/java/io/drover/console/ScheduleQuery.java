package io.drover.console;

import io.drover.schedule.Schedule;
import io.drover.site.ScheduledTask;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which Scheduled Tasks are asked for, in which order. An address with something else in it asks for the usual.
 *
 * @param site empty = all
 * @param find what stands in the Task ID, the task, the schedule or the comments; empty = anything
 * @param mode {@code ALL} or {@code CHANGED}; empty = both
 * @param from how many are left out before the first one that is shown
 */
public record ScheduleQuery(
        String site,
        String find,
        String mode,
        ScheduleChoice choice,
        ScheduleColumn sort,
        boolean isDescending,
        int from) {

    static ScheduleQuery of(RoutingContext context) {
        String sort = ConsoleParts.asked(context, "sort");
        boolean isDescending = sort.startsWith("-");
        return new ScheduleQuery(
                ConsoleParts.asked(context, "site"),
                ConsoleParts.asked(context, "find"),
                ConsoleParts.asked(context, "mode"),
                ScheduleChoice.of(ConsoleParts.asked(context, "show")),
                ScheduleColumn.of(isDescending ? sort.substring(1) : sort).orElse(ScheduleColumn.ID),
                isDescending,
                ConsoleParts.number(ConsoleParts.asked(context, "from")));
    }

    boolean shows(ScheduledTask line) {
        Schedule schedule = line.schedule();
        return choice.shows(schedule)
                && (mode.isEmpty() || schedule.mode().name().equals(mode))
                && (find.isEmpty() || holds(line, find.toLowerCase(Locale.ROOT)));
    }

    private static boolean holds(ScheduledTask line, String wanted) {
        Schedule schedule = line.schedule();
        return String.valueOf(schedule.id()).equals(wanted)
                || line.task().title().toLowerCase(Locale.ROOT).contains(wanted)
                || line.task().name().contains(wanted)
                || schedule.comments().toLowerCase(Locale.ROOT).contains(wanted)
                || schedule.words().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** True where fewer are shown than there are. */
    public boolean isNarrowed() {
        return !find.isEmpty() || !mode.isEmpty() || choice != ScheduleChoice.ALL;
    }

    ScheduleQuery sortedBy(ScheduleColumn column) {
        return new ScheduleQuery(site, find, mode, choice, column, column == sort && !isDescending, 0);
    }

    ScheduleQuery startingAt(int first) {
        return new ScheduleQuery(site, find, mode, choice, sort, isDescending, first);
    }

    /** As the address of a link names the column. */
    public String sortWord() {
        return (isDescending ? "-" : "") + sort.word();
    }

    String link() {
        return link("/scheduled-tasks");
    }

    String link(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("site", site);
        parameters.put("find", find);
        parameters.put("mode", mode);
        parameters.put("show", choice == ScheduleChoice.ALL ? "" : choice.word());
        parameters.put("sort", sortWord().equals("id") ? "" : sortWord());
        parameters.put("from", from == 0 ? "" : String.valueOf(from));
        return Links.with(path, parameters);
    }
}
