package io.drover.site;

import io.drover.schedule.TimetableWords;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of a site in its Camel: loaded from their files, started and stopped one by one. */
final class SiteRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(SiteRoutes.class);
    private static final int STOP_SECONDS = 1;

    private final CamelContext context;
    private final RouteFiles files;
    private final TaskCatalogue catalogue;
    private volatile List<String> startProblems = List.of();

    SiteRoutes(CamelContext context, RouteFiles files, TaskCatalogue catalogue) {
        this.context = context;
        this.files = files;
        this.catalogue = catalogue;
    }

    /**
     * Brings the routes up to date with their files; those of a broken file stay as they were.
     *
     * @return what is wrong with files, one line each
     */
    List<String> load() {
        return files.load().stream().map(RouteProblem::line).toList();
    }

    /**
     * Starts all routes; one that cannot start keeps no other from starting.
     *
     * @return which did not start and why, one line each
     */
    List<String> start() {
        List<String> problems = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            try {
                context.getRouteController().startRoute(route.getRouteId());
            } catch (Exception e) {
                problems.add("%s: %s".formatted(route.getSourceLocationShort(), RouteFault.describe(e)));
            }
        }
        startProblems = List.copyOf(problems);
        return startProblems;
    }

    /** To be called when nothing runs any more: Camel would not end it. */
    void stop() {
        for (Route route : context.getRoutes()) {
            try {
                context.getRouteController().stopRoute(route.getRouteId(), STOP_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                LOG.warn("Route {} of {} cannot be stopped", route.getRouteId(), context.getName(), e);
            }
        }
        startProblems = List.of();
    }

    /** What is wrong with files, schedules and started routes, one line each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(startProblems);
        files.problems().forEach(problem -> problems.add(problem.line()));
        for (Task task : catalogue.tasks()) {
            for (String words : task.schedules().values()) {
                TimetableWords.problem(words).ifPresent(problem -> problems.add(task.file() + ": " + problem));
            }
        }
        return problems;
    }
}
