package io.drover.console;

import io.drover.send.Mode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The addresses that pages and redirects lead to; {@link ConsoleRoutes} answers them. */
final class Links {

    private Links() {}

    static String site(String site) {
        return "/sites/" + segment(site);
    }

    static String send(String site, String task, Mode mode) {
        return "%s/tasks/%s/%s".formatted(site(site), segment(task), mode == Mode.ALL ? "send-all" : "send-changed");
    }

    static String task(String site, String task) {
        return "%s/tasks/%s".formatted(site(site), segment(task));
    }

    static String why(String site, String task, String key) {
        return "%s/why?key=%s".formatted(task(site, task), segment(key));
    }

    static String hold(String site, String task, String table, String key) {
        return "%s/hold?table=%s&key=%s".formatted(task(site, task), segment(table), segment(key));
    }

    static String route(String site, String name) {
        return "%s/routes/%s".formatted(site(site), segment(name));
    }

    static String runs(String site) {
        return "/runs?site=" + segment(site);
    }

    static String runs(String site, String task) {
        return "%s&task=%s".formatted(runs(site), segment(task));
    }

    static String run(long run) {
        return "/runs/" + run;
    }

    static String scheduledTasks(String site) {
        return "/scheduled-tasks?site=" + segment(site);
    }

    static String schedule(int id) {
        return "/scheduled-tasks/" + id;
    }

    static String selectTask(String site) {
        return "/scheduled-tasks/select?site=" + segment(site);
    }

    static String addSchedule(String site, String task) {
        return "/scheduled-tasks/add?site=%s&task=%s".formatted(segment(site), segment(task));
    }

    static String foreseen(String site, String task) {
        return "/scheduled-tasks/foreseen?site=%s&task=%s".formatted(segment(site), segment(task));
    }

    static String timeline(String site) {
        return "/timeline?site=" + segment(site);
    }

    /** A path with those parameters that are not empty. */
    static String with(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + "=" + segment(each.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
