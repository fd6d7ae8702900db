package io.drover.console;

import io.drover.alert.Alerts;
import io.drover.fresh.Today;
import io.drover.http.Assets;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.send.Mode;
import io.drover.site.SiteRuns;
import io.drover.site.Sites;
import io.drover.task.RunAnswer;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Every address of the console. Whoever mounts them has put a body handler, the security headers and the check against
 * posts of other origins in front.
 */
public final class ConsoleRoutes implements AutoCloseable {

    private final ConsoleParts parts;
    private final LiveStreams streams;

    /** @param zone in which all pages show times */
    public ConsoleRoutes(Sites sites, RunHistory runs, Today today, Alerts alerts, Clock clock, ZoneId zone) {
        this.parts = new ConsoleParts(
                sites, runs, today, alerts, new Moments(clock, zone), new Pages(), new BriefQuestions());
        this.streams = new LiveStreams(sites, parts.pages());
    }

    public void mount(Router router) {
        get(router, "/", new TodayPageHandler(parts));
        live(router, "/today", TodayPage::live);
        get(router, "/today/night", new NightHandler(parts));
        get(router, "/today.txt", new TodayTextHandler(parts));
        get(router, "/sites", new SiteChoiceHandler(parts));
        get(router, "/alerts", new AlertPageHandler(parts));
        post(router, "/alerts/test", new AlertTestHandler(parts));
        get(router, "/audit", new AuditPageHandler(parts));
        get(router, "/nodes", new NodeListPageHandler(parts));
        get(router, "/sites/:site", new SitePageHandler(parts));
        live(router, "/sites/:site", SitePage::live);
        post(router, "/sites/:site/start", new SiteStartHandler(parts));
        get(router, "/sites/:site/stop", new SiteStopPageHandler(parts));
        post(router, "/sites/:site/stop", new SiteStopHandler(parts));
        post(router, "/sites/:site/tasks/:task/send-all", new TaskSendHandler(parts, Mode.ALL));
        post(router, "/sites/:site/tasks/:task/send-changed", new TaskSendHandler(parts, Mode.CHANGED));
        get(router, "/sites/:site/tasks/:task", new TaskPageHandler(parts));
        post(router, "/sites/:site/tasks/:task/preview-all", new TaskAskHandler(parts, preview(Mode.ALL)));
        post(router, "/sites/:site/tasks/:task/preview-changed", new TaskAskHandler(parts, preview(Mode.CHANGED)));
        post(router, "/sites/:site/tasks/:task/verify", new TaskAskHandler(parts, SiteRuns::verify));
        get(router, "/sites/:site/tasks/:task/columns", new CarriedPageHandler(parts));
        get(router, "/sites/:site/tasks/:task/why", new WhyPageHandler(parts));
        get(router, "/sites/:site/tasks/:task/hold", new HoldPageHandler(parts));
        post(router, "/sites/:site/tasks/:task/hold", new HoldHandler(parts));
        post(router, "/sites/:site/tasks/:task/held-rows/:id/release", new ReleaseHandler(parts));
        get(router, "/sites/:site/routes", new RouteListPageHandler(parts));
        get(router, "/sites/:site/routes/:route", new RoutePageHandler(parts));
        get(router, "/sites/:site/runs", new SiteRunsHandler(parts));
        get(router, "/runs", new RunListPageHandler(parts));
        get(router, "/runs/delete", new ResultDeletePageHandler(parts));
        post(router, "/runs/delete", new ResultDeleteHandler(parts));
        get(router, "/runs/:run", new RunPageHandler(parts));
        live(router, "/runs/:run", RunPage::live);
        post(router, "/runs/:run/again", new RunAgainHandler(parts));
        get(router, "/runs/:run/stop", new RunStopPageHandler(parts));
        post(router, "/runs/:run/stop", new RunStopHandler(parts));
        get(router, "/runs/:run/undo", new RunAskPageHandler(parts, RunAskPage::undo));
        post(router, "/runs/:run/undo", new RunAskHandler(parts, RunAskPage::undo, SiteRuns::undo));
        get(router, "/runs/:run/confirm", new RunAskPageHandler(parts, RunAskPage::confirm));
        post(router, "/runs/:run/confirm", new RunAskHandler(parts, RunAskPage::confirm, ConsoleRoutes::confirm));
        mountSchedules(router);
        get(router, "/timeline", new TimelinePageHandler(parts));
        router.get("/assets/:file").handler(assets());
    }

    private static Assets assets() {
        String own = "/io/drover/console/";
        return new Assets()
                .with("app.css", Assets.SHEET, own + "app.css")
                .with("app.js", Assets.SCRIPT, own + "app.js")
                .with("icon.svg", Assets.PICTURE, own + "icon.svg")
                .with("htmx.min.js", Assets.SCRIPT, Assets.WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
    }

    /** Scheduled Tasks, and what is done with them. */
    private void mountSchedules(Router router) {
        get(router, "/scheduled-tasks", new ScheduleListPageHandler(parts));
        live(router, "/scheduled-tasks", ScheduleListPage::live);
        get(router, "/scheduled-tasks/select", new SelectTaskPageHandler(parts));
        get(router, "/scheduled-tasks/foreseen", new ForeseenHandler(parts));
        get(router, "/scheduled-tasks/add", new ScheduleAddPageHandler(parts));
        post(router, "/scheduled-tasks/add", new ScheduleAddHandler(parts));
        get(router, "/scheduled-tasks/:id", new SchedulePageHandler(parts));
        post(router, "/scheduled-tasks/:id", new ScheduleSaveHandler(parts));
        for (ScheduleAct act : ScheduleAct.values()) {
            get(router, "/scheduled-tasks/:id/" + act.word(), new ScheduleAskPageHandler(parts, act));
            post(router, "/scheduled-tasks/:id/" + act.word(), new ScheduleAskHandler(parts, act));
        }
    }

    /** Its page has said that the window is left aside. */
    private static RunAnswer confirm(SiteRuns runs, Run run, String by, String reason) {
        return runs.confirm(run, by, reason, true);
    }

    private static TaskAskHandler.Act preview(Mode mode) {
        return (runs, task, by, force) -> runs.preview(task, mode, by, force);
    }

    /** What keeps an open page up to date: a stream, and the same for browsers that have to ask. */
    private void live(
            Router router, String page, BiFunction<RoutingContext, ConsoleParts, Supplier<LivePage>> looking) {
        LiveView view = context -> looking.apply(context, parts);
        get(router, page + "/live", new LiveHandler(view, parts));
        get(router, page + "/stream", new StreamHandler(view, streams));
    }

    private void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).blockingHandler(handler, false).failureHandler(new FailureHandler(parts));
    }

    private void post(Router router, String path, Handler<RoutingContext> handler) {
        router.post(path).blockingHandler(handler, false).failureHandler(new FailureHandler(parts));
    }

    /** Ends the streams of the pages that are open. */
    @Override
    public void close() {
        streams.close();
    }
}
