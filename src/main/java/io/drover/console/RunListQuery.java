package io.drover.console;

import io.drover.run.Result;
import io.drover.run.RunFilter;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which Results are asked for. An address with something else in it asks for any.
 *
 * @param site empty = all
 * @param task empty = all
 * @param result null = any, also none yet
 * @param before number of the last run of the page before; 0 = from the newest one on
 */
public record RunListQuery(
        String site, String task, @Nullable Result result, DaySpan days, long before) {

    static RunListQuery of(RoutingContext context) {
        return of(name -> ConsoleParts.asked(context, name));
    }

    /** @param given what an address or a form gives by that name; empty for nothing */
    static RunListQuery of(UnaryOperator<String> given) {
        String word = given.apply("result");
        return new RunListQuery(
                given.apply("site"),
                given.apply("task"),
                Arrays.stream(Result.values())
                        .filter(result -> result.word().equals(word))
                        .findFirst()
                        .orElse(null),
                DaySpan.of(given),
                ConsoleParts.key(given.apply("before")));
    }

    RunFilter filter(ZoneId zone, int limit) {
        return new RunFilter(
                site.isEmpty() ? null : site,
                task.isEmpty() ? null : task,
                null,
                result,
                days.begin(zone),
                days.end(zone),
                before == 0 ? null : before,
                limit);
    }

    RunListQuery olderThan(long run) {
        return new RunListQuery(site, task, result, days, run);
    }

    public String resultWord() {
        return result == null ? "" : result.word();
    }

    /** True where only some of the runs are asked for. */
    public boolean isNarrowed() {
        return !task.isEmpty() || result != null || days.from() != null || days.to() != null;
    }

    /** In words, for whoever is about to delete them. */
    String words() {
        StringBuilder words = new StringBuilder(site.isEmpty() ? "all sites" : "site " + site);
        words.append(task.isEmpty() ? ", all tasks" : ", task " + task);
        words.append(result == null ? ", any result" : ", result " + result.word());
        words.append(days.from() == null ? "" : ", from " + days.fromText());
        words.append(days.to() == null ? "" : ", to " + days.toText());
        return words.toString();
    }

    String link() {
        return link("/runs");
    }

    String link(String path) {
        Map<String, String> parameters = parameters();
        days.addTo(parameters);
        parameters.put("before", before == 0 ? "" : String.valueOf(before));
        return Links.with(path, parameters);
    }

    /** All of them, whichever page is shown. */
    String csvLink(ZoneId zone) {
        Map<String, String> parameters = parameters();
        days.addTo(parameters, zone);
        return Links.with("/api/v1/runs.csv", parameters);
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("site", site);
        parameters.put("task", task);
        parameters.put("result", resultWord());
        return parameters;
    }
}
