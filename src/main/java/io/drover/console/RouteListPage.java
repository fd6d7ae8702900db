package io.drover.console;

import io.drover.site.RouteFile;
import io.drover.site.RouteProblem;
import io.drover.site.Site;
import io.drover.task.Task;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Routes: the route files of a site, what is in use of each, and what is wrong with it.
 *
 * @param others what is wrong with the folder, and with files that are none
 */
public record RouteListPage(PageFrame frame, String verdict, List<Row> rows, List<String> others) {

    /**
     * A route file.
     *
     * @param task what it defines; null where it begins otherwise, or nothing of it is in use
     * @param taskLink null with it
     * @param since null where nothing of it is in use
     * @param problems with their lines
     */
    public record Row(
            String file,
            String link,
            @Nullable String task,
            @Nullable String taskLink,
            String what,
            Chip state,
            @Nullable Moment since,
            List<String> problems) {}

    static RouteListPage of(Site site, ConsoleParts parts) {
        List<RouteFile> files = site.routeFiles();
        List<Task> tasks = site.definitions();
        List<String> known = files.stream()
                .flatMap(file -> file.problems().stream())
                .map(RouteProblem::text)
                .toList();
        return new RouteListPage(
                parts.frame("Routes", site.name()),
                verdict(files),
                files.stream()
                        .map(file -> row(site, file, tasks, parts.moments()))
                        .toList(),
                site.routeProblems().stream()
                        .map(RouteProblem::text)
                        .filter(problem -> !known.contains(problem))
                        .toList());
    }

    private static Row row(Site site, RouteFile file, List<Task> tasks, Moments moments) {
        Optional<Task> task =
                tasks.stream().filter(each -> each.name().equals(file.task())).findFirst();
        return new Row(
                file.file(),
                Links.route(site.name(), file.task()),
                task.map(Task::title).orElse(null),
                task.map(each -> Links.task(site.name(), each.name())).orElse(null),
                task.map(RouteListPage::what).orElse(""),
                RouteBox.state(file.state()),
                file.loadedAt() == null ? null : moments.minute(file.loadedAt()),
                file.problems().stream().map(RouteListPage::words).toList());
    }

    private static String what(Task task) {
        String tables =
                task.sends().values().stream().flatMap(Collection::stream).collect(Collectors.joining(", "));
        return task.isSendable() ? "%s → %s".formatted(task.source(), tables) : "no rows";
    }

    private static String words(RouteProblem problem) {
        return problem.line() == null ? problem.reason() : "line %d: %s".formatted(problem.line(), problem.reason());
    }

    private static String verdict(List<RouteFile> files) {
        long broken = files.stream()
                .filter(file -> file.state() != RouteFile.State.LOADED)
                .count();
        String count = files.size() == 1 ? "1 file" : files.size() + " files";
        return broken == 0 ? "%s, all of them in use".formatted(count) : "%s, %d broken".formatted(count, broken);
    }
}
