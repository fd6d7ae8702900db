package io.drover.console;

import io.drover.site.ScheduledTask;
import io.drover.site.SiteState;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * What Scheduled Tasks says after a click. The address carries only what was done to which one; the words come from what is
 * true.
 */
final class ScheduleNotices {

    private final ConsoleParts parts;

    ScheduleNotices(ConsoleParts parts) {
        this.parts = parts;
    }

    static String done(String what, ScheduledTask line) {
        return done(what, line.site().name(), line.schedule().id());
    }

    static String done(String what, String site, int id) {
        return "%s&notice=%s&id=%d".formatted(Links.scheduledTasks(site), what, id);
    }

    Optional<Notice> find(RoutingContext context) {
        String done = ConsoleParts.asked(context, "notice");
        if (done.isEmpty()) {
            return Optional.empty();
        }
        int id = ConsoleParts.number(ConsoleParts.asked(context, "id"));
        Optional<ScheduledTask> line = parts.sites().scheduledTasks().find(id);
        return switch (done) {
            case "saved" -> line.map(each -> notice(each, "is saved"));
            case "added" -> line.map(each -> notice(each, "was added"));
            case "off", "on" ->
                line.map(each -> notice(each, each.schedule().enabled() ? "is switched on" : "is switched off"));
            case "reset" ->
                line.map(each -> notice(each, each.schedule().isOverridden() ? "is edited" : "is as its file says"))
                        .or(() -> gone(id));
            case "delete" -> line.isEmpty() ? gone(id) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Notice> gone(int id) {
        return id == 0
                ? Optional.empty()
                : Optional.of(Notice.of(Mark.DONE, "Task ID %d is no longer scheduled.".formatted(id)));
    }

    private Notice notice(ScheduledTask line, String what) {
        SiteState state = line.site().view().state();
        NextRun next = NextRun.of(line.schedule(), state, parts.moments());
        String when = next == null
                ? NextRun.without(line.schedule())
                : next.before() + next.at().text() + next.after();
        return Notice.of(
                Mark.DONE,
                "Task ID %d, %s, %s: %s. Next run: %s."
                        .formatted(
                                line.schedule().id(),
                                line.words(),
                                what,
                                line.schedule().words(),
                                when));
    }
}
