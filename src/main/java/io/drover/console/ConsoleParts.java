package io.drover.console;

import io.drover.alert.Alerts;
import io.drover.fresh.Today;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.site.ScheduledTask;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.drover.site.TaskView;
import io.drover.task.Task;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the handlers of the console work with. */
record ConsoleParts(
        Sites sites, RunHistory runs, Today today, Alerts alerts, Moments moments, Pages pages, BriefQuestions brief) {

    /** @throws NotFoundException when the address names no site of this Drover */
    Site site(RoutingContext context) {
        String name = context.pathParam("site");
        return sites.find(name).orElseThrow(() -> new NotFoundException("There is no site '%s'".formatted(name)));
    }

    /** @throws NotFoundException when the address names no run, or one of a site that is no longer there */
    Run run(RoutingContext context) {
        return run(context.pathParam("run"));
    }

    /** @throws NotFoundException when it is the number of no run, or of one of a site that is no longer there */
    Run run(String number) {
        NotFoundException unknown = new NotFoundException("There is no run '%s'".formatted(number));
        if (!number.matches("[0-9]{1,18}")) {
            throw unknown;
        }
        Run run = runs.find(Long.parseLong(number)).orElseThrow(() -> unknown);
        if (sites.find(run.site()).isEmpty()) {
            throw unknown;
        }
        return run;
    }

    /** The site of a run that {@link #run} has found. */
    Site siteOf(Run run) {
        return sites.find(run.site())
                .orElseThrow(() -> new NotFoundException("There is no site '%s'".formatted(run.site())));
    }

    /** @throws NotFoundException when the address names no task of the site */
    TaskView task(Site site, RoutingContext context) {
        String name = context.pathParam("task");
        return site.tasks().stream()
                .filter(view -> view.task().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("Site %s has no task '%s'".formatted(site.name(), name)));
    }

    /** @throws NotFoundException when the address names no task of the site */
    Task definition(Site site, RoutingContext context) {
        return definition(site, context.pathParam("task"));
    }

    private static Task definition(Site site, String name) {
        return site.definitions().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("Site %s has no task '%s'".formatted(site.name(), name)));
    }

    /** What was typed into a field of a form; empty when it has no such field. */
    static String field(RoutingContext context, String name) {
        String value = context.request().formAttributes().get(name);
        return value == null ? "" : storable(value).strip();
    }

    /** The one character that a database cannot keep is shown as what it is: none. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** A parameter of the address; empty when it has no such one. */
    static String asked(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty() ? "" : storable(values.get(0)).strip();
    }

    /** A number that a page has sent back; 0 where it is none. */
    static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** The number of a line of a list that a page has sent back; 0 where it is none. */
    static long key(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** @throws NotFoundException when the parameter names no site of this Drover */
    Site askedSite(RoutingContext context) {
        String name = asked(context, "site");
        return sites.find(name).orElseThrow(() -> new NotFoundException("There is no site '%s'".formatted(name)));
    }

    /** @throws NotFoundException when the parameter names no task of the site */
    Task askedTask(Site site, RoutingContext context) {
        return definition(site, asked(context, "task"));
    }

    /** @throws NotFoundException when the address names no scheduled task */
    ScheduledTask scheduled(RoutingContext context) {
        String id = context.pathParam("id");
        return Optional.of(id)
                .filter(number -> number.matches("[0-9]{1,9}"))
                .flatMap(number -> sites.scheduledTasks().find(Long.parseLong(number)))
                .orElseThrow(() -> new NotFoundException("There is no scheduled task '%s'".formatted(id)));
    }

    /** Names of the site's tasks that send rows. For all others modes and row counts mean nothing. */
    static Set<String> rowTasks(Collection<TaskView> tasks) {
        return tasks.stream()
                .map(TaskView::task)
                .filter(Task::isSendable)
                .map(Task::name)
                .collect(Collectors.toSet());
    }

    /** @param site the site that the page is about; null when it is about none */
    PageFrame frame(String title, @Nullable String site) {
        List<String> names = sites.all().stream().map(Site::name).toList();
        return new PageFrame(title, site, names, moments.zone(), ClockBox.now(moments));
    }
}
