package io.drover.console;

import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.PendingClick;
import io.drover.site.Site;
import io.drover.site.TaskView;
import io.drover.task.RunAnswer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * What a site's page says after a click. The address carries only what was clicked; the words come from what is true, so
 * that no made-up address can put words into the page.
 */
final class SiteNotices {

    private static final String KEY = "notice";

    private final ConsoleParts parts;
    private final Site site;

    SiteNotices(ConsoleParts parts, Site site) {
        this.parts = parts;
        this.site = site;
    }

    static String started(String site) {
        return Links.site(site) + "?notice=start";
    }

    static String stopped(String site) {
        return Links.site(site) + "?notice=stop";
    }

    static String pending(String site, String task) {
        return Links.site(site) + "?notice=pending&task=" + Links.segment(task);
    }

    static String asked(String site, RunAnswer answer) {
        return "%s?notice=%s&run=%d"
                .formatted(Links.site(site), answer.coalesced() ? "waiting" : "asked", answer.run());
    }

    Optional<Notice> find(RoutingContext context) {
        return switch (first(context, KEY)) {
            case "start" ->
                Optional.of(Notice.of(
                        Mark.DONE, "Start Site was asked for. The event log below says when the site has started."));
            case "stop" ->
                Optional.of(Notice.of(
                        Mark.DONE,
                        "Stop Site was asked for. No further run begins; the event log below says when the site has"
                                + " stopped."));
            case "pending" -> pending(first(context, "task"));
            case "asked" ->
                run(context)
                        .map(run -> Notice.ofRun(
                                Mark.DONE,
                                "%s of %s was asked for.".formatted(run.mode().words(), run.title()),
                                run.run()));
            case "waiting" ->
                run(context)
                        .map(run -> Notice.ofRun(
                                Mark.WAITING,
                                "%s of %s was waiting already; that run serves this click too."
                                        .formatted(run.mode().words(), run.title()),
                                run.run()));
            default -> Optional.empty();
        };
    }

    private Optional<Notice> pending(String task) {
        return site.tasks().stream()
                .filter(view -> view.task().name().equals(task))
                .findFirst()
                .flatMap(view -> Optional.ofNullable(view.pending()).map(click -> pending(view, click)));
    }

    private Notice pending(TaskView view, PendingClick click) {
        Mode mode = click.mode();
        return Notice.of(
                Mark.HELD_BACK,
                "%s of %s was not run: site %s is not running. Its status is %s; Start Site clears it and does not run it."
                        .formatted(mode.words(), view.task().title(), site.name(), PendingClick.STATUS));
    }

    private Optional<Run> run(RoutingContext context) {
        String number = first(context, "run");
        return number.matches("[0-9]{1,18}")
                ? parts.runs()
                        .find(Long.parseLong(number))
                        .filter(run -> run.site().equals(site.name()))
                : Optional.empty();
    }

    private static String first(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty() ? "" : values.get(0);
    }
}
