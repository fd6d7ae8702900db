package io.drover.cli;

import io.drover.cli.Freshness.Grade;
import io.drover.config.PlainLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says how fresh the shops are; a monitoring system can call it as it is. */
@Command(
        name = "status",
        description = "Says how fresh the shops are, worst first.",
        exitCodeList = {
            "0:all is fresh",
            "1:something is late, or a site is not running",
            "2:something failed or is unknown, also when the server is not reachable"
        },
        footer = {"", "Example: ./drover status || echo 'Look at the shops'"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class StatusCommand implements Callable<Integer> {

    private static final int LATE = Grade.LATE.exitCode();
    private static final int UNKNOWN = Grade.UNKNOWN.exitCode();

    @ParentCommand
    private DroverCommand drover;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Told told;

    private record Line(String site, String word, String text, int exitCode) {}

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        try {
            JsonArray freshness = client.list("/freshness");
            JsonArray sites = client.list("/sites");
            List<JsonObject> sets = objects(freshness);
            List<Line> lines = objects(sites).stream()
                    .flatMap(site -> lines(new Site(site), sets).stream())
                    .toList();
            told.text(new JsonObject().put("sites", sites).put("freshness", freshness), out -> print(lines, out));
            return lines.stream().mapToInt(Line::exitCode).max().orElse(UNKNOWN);
        } catch (UnreachableException | RefusedException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("UNKNOWN: " + PlainLine.of(String.valueOf(e.getMessage())));
            err.flush();
            return UNKNOWN;
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private List<Line> lines(Site site, List<JsonObject> sets) {
        List<Line> lines = new ArrayList<>();
        site.problems().forEach(problem -> lines.add(new Line(site.name(), "PROBLEM", problem, UNKNOWN)));
        if (site.isRunning()) {
            lines.addAll(freshness(site.name(), sets));
        } else {
            lines.add(notRunning(site));
        }
        return lines;
    }

    private Line notRunning(Site site) {
        String since = "since %s by %s".formatted(Words.time(site.since(), drover.clock()), site.by());
        return new Line(
                site.name(), site.state(), site.reason().isEmpty() ? since : since + ": " + site.reason(), LATE);
    }

    private List<Line> freshness(String site, List<JsonObject> sets) {
        List<Freshness> all = sets.stream()
                .filter(set -> set.getString("site").equals(site))
                .map(set -> Freshness.of(set, drover.clock()))
                .toList();
        List<Line> lines = new ArrayList<>(all.stream()
                .filter(each -> each.grade() != Grade.FRESH)
                .sorted(Comparator.comparing(Freshness::grade).reversed())
                .map(each -> new Line(
                        site, each.grade().word(), each.text(), each.grade().exitCode()))
                .toList());
        int fresh = all.size() - lines.size();
        if (fresh > 0) {
            String text = "%d %s".formatted(fresh, word(fresh, lines.isEmpty()));
            lines.add(new Line(site, Grade.FRESH.word(), text, Grade.FRESH.exitCode()));
        }
        return lines;
    }

    private static String word(int tasks, boolean isAll) {
        String one = isAll ? "task" : "other";
        return tasks == 1 ? one : one + "s";
    }

    private static void print(List<Line> lines, PrintWriter out) {
        int site = lines.stream().mapToInt(line -> line.site().length()).max().orElse(0);
        int word = lines.stream().mapToInt(line -> line.word().length()).max().orElse(0);
        String form = "%-" + site + "s  %-" + word + "s  %s";
        lines.forEach(line -> out.println(PlainLine.of(form.formatted(line.site(), line.word(), line.text()))
                .stripTrailing()));
        out.flush();
    }
}
