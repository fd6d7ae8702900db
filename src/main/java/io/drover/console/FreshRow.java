package io.drover.console;

import io.drover.fresh.DataSet;
import io.drover.fresh.FreshState;
import io.drover.fresh.Span;
import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of the freshness table.
 *
 * @param way from where to where it brings rows
 * @param completeUpTo null where that is not known
 * @param behind empty with it
 * @param waiting rows, as they were counted; a dash where they cannot be
 * @param next when it runs next, or why it does not
 * @param nextNote how far away that is; empty where it is no promise
 * @param sendLink what the button posts to; null where it has none
 */
public record FreshRow(
        String site,
        String task,
        String title,
        String way,
        Chip state,
        String reason,
        @Nullable Moment completeUpTo,
        String behind,
        String target,
        String waiting,
        String waitingNote,
        @Nullable LastRun lastRun,
        String next,
        String nextNote,
        Strip strip,
        @Nullable String sendLink) {

    static FreshRow of(DataSet set, Moments moments) {
        Task task = set.task();
        NextRun next = next(set, moments);
        return new FreshRow(
                set.site(),
                task.name(),
                task.title(),
                way(task),
                new Chip(Mark.of(set.state()), set.state().word()),
                Moments.sentence(set.reason()),
                set.completeUpTo() == null ? null : moments.minute(set.completeUpTo()),
                set.behind() == null ? "" : Span.words(set.behind()),
                set.target() == null ? "no target" : "target " + Span.words(set.target()),
                set.waiting() == null ? "—" : RunWords.number(set.waiting()),
                waitingNote(set, moments),
                LastRun.of(set.lastRun(), moments),
                next == null ? without(set) : next.before() + next.at().text() + next.after(),
                next == null ? "" : next.note(),
                Strip.of(set.runs(), moments),
                task.isSendable() && task.modes().contains(Mode.CHANGED)
                        ? Links.send(set.site(), task.name(), Mode.CHANGED)
                        : null);
    }

    private static String way(Task task) {
        return task.isSendable()
                ? "%s → %s"
                        .formatted(task.source(), String.join(", ", task.sends().keySet()))
                : "no rows";
    }

    private static String waitingNote(DataSet set, Moments moments) {
        if (!set.task().isSendable()) {
            return "";
        }
        return set.countedAt() == null
                ? "not counted"
                : "at " + moments.minute(set.countedAt()).text();
    }

    private static @Nullable NextRun next(DataSet set, Moments moments) {
        return set.schedules().stream()
                .map(schedule -> NextRun.of(schedule, set.siteState(), moments))
                .filter(Objects::nonNull)
                .min(Comparator.comparing(NextRun::isPromise).reversed().thenComparing(NextRun::due))
                .orElse(null);
    }

    private static String without(DataSet set) {
        return set.schedules().stream()
                .sorted(Comparator.comparing(Schedule::enabled).reversed())
                .map(NextRun::without)
                .findFirst()
                .orElse("on demand");
    }

    /** Distinguishes the row's links and buttons from those of all other rows. */
    public String key() {
        return site + "-" + task;
    }

    public String link() {
        return Links.task(site, task);
    }

    /** True where the row is to be seen first. */
    public boolean isCare() {
        return !state.word().equals(FreshState.FRESH.word()) && !state.word().equals(FreshState.STOPPED.word());
    }
}
