package io.drover.console;

import io.drover.run.HeldRow;
import io.drover.run.RunFilter;
import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.TaskView;
import io.drover.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task on a site.
 *
 * @param notice what became of the last click; null when there was none
 * @param tables what it sends, with the key of each
 * @param moves its buttons; none for a task without rows
 * @param timing its schedules in words
 * @param held rows that are held now
 * @param runs the latest, newest first
 */
public record TaskPage(
        PageFrame frame,
        @Nullable Notice notice,
        Task task,
        TaskStatus status,
        List<String> tables,
        List<Move> moves,
        List<Timing> timing,
        List<HeldLine> held,
        List<RunRow> runs) {

    private static final int RUNS = 10;

    /** A schedule of it. */
    public record Timing(String link, String id, String words) {}

    /** A held row. */
    public record HeldLine(
            String table, String key, String reason, String by, Moment until, String whyLink, String releaseLink) {}

    static TaskPage of(Site site, TaskView view, @Nullable Notice notice, ConsoleParts parts) {
        Task task = view.task();
        Moments moments = parts.moments();
        SiteState state = site.view().state();
        return new TaskPage(
                parts.frame(task.title(), site.name()),
                notice,
                task,
                TaskStatus.of(view, moments),
                tables(site, task),
                moves(site, task),
                view.schedules().stream()
                        .map(schedule -> timing(schedule, state, moments))
                        .toList(),
                held(site, task, moments),
                parts.runs().list(new RunFilter(site.name(), task.name(), null, null, null, RUNS)).stream()
                        .map(run ->
                                RunRow.of(run, task.isSendable() || run.counts().read() > 0, moments))
                        .toList());
    }

    private static List<String> tables(Site site, Task task) {
        List<String> tables = new ArrayList<>();
        site.keys(task.name()).forEach((table, key) -> tables.add("%s (%s)".formatted(table, String.join(", ", key))));
        return tables;
    }

    private static List<Move> moves(Site site, Task task) {
        if (!task.isSendable()) {
            return List.of();
        }
        String link = Links.task(site.name(), task.name());
        List<Mode> modes =
                task.modes().stream().sorted(Comparator.reverseOrder()).toList();
        List<Move> moves = new ArrayList<>();
        modes.forEach(mode -> moves.add(
                Move.post("send-" + word(mode), mode.words(), Links.send(site.name(), task.name(), mode), "")));
        modes.forEach(mode -> moves.add(Move.post(
                "preview-" + word(mode), "Preview " + mode.words(), "%s/preview-%s".formatted(link, word(mode)), "")));
        if (modes.contains(Mode.ALL)) {
            moves.add(Move.post("verify", "Verify", link + "/verify", ""));
        }
        return moves;
    }

    private static String word(Mode mode) {
        return mode == Mode.ALL ? "all" : "changed";
    }

    private static Timing timing(Schedule schedule, SiteState state, Moments moments) {
        NextRun next = NextRun.of(schedule, state, moments);
        String words = "%s %s, next: %s"
                .formatted(
                        schedule.mode().words(),
                        schedule.words(),
                        next == null
                                ? NextRun.without(schedule)
                                : next.before() + next.at().text() + next.after());
        return new Timing(Links.schedule(schedule.id()), String.valueOf(schedule.id()), words);
    }

    private static List<HeldLine> held(Site site, Task task, Moments moments) {
        Instant now = moments.now();
        return site.heldRows().list(task.name()).stream()
                .filter(row -> row.state(now) == HeldRow.State.HELD)
                .map(row -> new HeldLine(
                        row.table(),
                        row.key(),
                        row.reason(),
                        row.by(),
                        moments.minute(row.until()),
                        Links.why(site.name(), task.name(), row.key()),
                        "%s/held-rows/%d/release".formatted(Links.task(site.name(), task.name()), row.id())))
                .toList();
    }

    public String link() {
        return Links.task(frame.site() == null ? "" : frame.site(), task.name());
    }

    /** Where a further schedule of it is added. */
    public String addLink() {
        return Links.addSchedule(frame.site() == null ? "" : frame.site(), task.name());
    }

    /** An example of a key, in the form that the first table takes. */
    public String keyHint() {
        return tables.isEmpty() ? "" : "A value of the key, or column=value for several columns, e.g. product_code=A";
    }
}
