package io.drover.console;

import io.drover.alert.Way;
import io.drover.fresh.Span;
import io.drover.run.HeldRow;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.run.TaskOfSite;
import io.drover.schedule.Schedule;
import io.drover.send.Fate;
import io.drover.send.Mode;
import io.drover.site.RouteSource;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.TaskView;
import io.drover.task.Task;
import io.drover.task.TaskMail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task on a site.
 *
 * @param notice what became of the last click; null when there was none
 * @param facts what else there is to know of it
 * @param tables what it brings where
 * @param moves its buttons; none for a task without rows
 * @param timing its schedules in words
 * @param held rows that are held now
 * @param refused rows that the shop did not take in the latest send; null where there is none
 * @param strip its latest sends
 * @param runs the latest of any purpose, newest first
 * @param route its file; null where nothing is known of it
 */
public record TaskPage(
        PageFrame frame,
        @Nullable Notice notice,
        Task task,
        TaskStatus status,
        List<Fact> facts,
        List<CarriedRow> tables,
        List<Move> moves,
        List<Timing> timing,
        List<HeldLine> held,
        @Nullable Refused refused,
        Strip strip,
        List<RunRow> runs,
        @Nullable RouteBox route) {

    private static final int RUNS = 20;

    /** Something to know of the task. */
    public record Fact(String name, String words) {}

    /** A schedule of it; {@code comments} may be empty. */
    public record Timing(String link, String id, String words, String comments) {}

    /** How many rows were refused, and where they are listed. */
    public record Refused(String words, String link) {}

    /** A held row. */
    public record HeldLine(
            String table, String key, String reason, String by, Moment until, String whyLink, String releaseLink) {}

    static TaskPage of(Site site, TaskView view, @Nullable Notice notice, ConsoleParts parts) {
        Task task = view.task();
        Moments moments = parts.moments();
        SiteState state = site.view().state();
        Optional<RouteSource> source = site.sources().find(task.name());
        TaskOfSite key = new TaskOfSite(site.name(), task.name());
        List<Run> sends = parts.runs().recent(List.of(key), RUNS).getOrDefault(key, List.of());
        return new TaskPage(
                parts.frame(task.title(), site.name()),
                notice,
                task,
                TaskStatus.of(view, moments),
                facts(task, parts.alerts().ways().contains(Way.MAIL)),
                source.map(CarriedRow::of).orElse(List.of()),
                moves(site, task),
                view.schedules().stream()
                        .map(schedule -> timing(schedule, state, moments))
                        .toList(),
                held(site, task, moments),
                refused(sends),
                Strip.of(sends, moments),
                parts.runs().list(new RunFilter(site.name(), task.name(), null, null, null, RUNS)).stream()
                        .map(run -> RunRow.of(run, task, moments))
                        .toList(),
                source.map(each -> RouteBox.of(each, RoutePage.began(site, task), moments))
                        .orElse(null));
    }

    private static List<Fact> facts(Task task, boolean isMailSent) {
        List<Fact> facts = new ArrayList<>(List.of(new Fact("Task", task.name()), new Fact("Queue", task.queue())));
        if (task.isSendable()) {
            facts.add(new Fact(
                    "Modes",
                    String.join(
                            ", ",
                            task.modes().stream().sorted().map(Mode::words).toList())));
        }
        if (task.freshWithin() != null) {
            facts.add(new Fact("Target", "fresh within " + Span.words(task.freshWithin())));
        }
        if (task.isSendable() && task.modes().contains(Mode.CHANGED)) {
            facts.add(new Fact("Send Changed looks", Span.words(task.overlap()) + " before the last send"));
        }
        facts.add(new Fact("A run may take", Span.words(task.timeout())));
        TaskMail mail = task.mail();
        if (mail != null) {
            facts.add(new Fact(
                    mail.always() ? "A mail of each end goes to" : "A mail of each failure goes to",
                    String.join(", ", mail.to())
                            + (isMailSent
                                    ? ""
                                    : ": it cannot, the settings name no mail server (drover.alerts.mail.host)")));
        }
        return facts;
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
        moves.add(Move.page("why", "Why?", link + "/why", ""));
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
        return new Timing(Links.schedule(schedule.id()), String.valueOf(schedule.id()), words, schedule.comments());
    }

    private static @Nullable Refused refused(List<Run> sends) {
        return sends.stream()
                .filter(run -> run.result() != null && run.startedAt() != null)
                .findFirst()
                .filter(run -> run.counts().refused() > 0)
                .map(run -> new Refused(
                        "%s refused in run %d"
                                .formatted(RunWords.rows(run.counts().refused()), run.run()),
                        "%s?fate=%s".formatted(Links.run(run.run()), Links.segment(Fate.REFUSED.word()))))
                .orElse(null);
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
        return Links.task(siteName(), task.name());
    }

    /** Where a further schedule of it is added. */
    public String addLink() {
        return Links.addSchedule(siteName(), task.name());
    }

    /** All its results. */
    public String runsLink() {
        return Links.runs(siteName(), task.name());
    }

    private String siteName() {
        return frame.site() == null ? "" : frame.site();
    }
}
