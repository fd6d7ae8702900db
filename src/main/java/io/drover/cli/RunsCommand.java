package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists runs. */
@Command(
        name = "runs",
        description = "Lists runs, newest first.",
        subcommands = {FollowCommand.class, DeleteCommand.class},
        footer = {"", "Example: ./drover runs --site LIVE --result Failed --limit 20"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class RunsCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Mixin
    private WhichRuns which;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most runs, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public void run() {
        Map<String, String> query = which.filters();
        query.put("limit", String.valueOf(limit));
        JsonArray runs = drover.client().list("/runs?" + ApiClient.query(query));
        told.list(runs, () -> table(runs));
    }

    DroverCommand drover() {
        return drover;
    }

    private Table table(JsonArray runs) {
        Table table = new Table(
                "Run",
                "Site",
                "Task",
                "For",
                "Mode",
                "Result",
                "Submitted",
                "Started",
                "Ended",
                "Run Time",
                "Read",
                "Sent",
                "Message");
        for (Object each : runs) {
            JsonObject run = (JsonObject) each;
            String ended = run.getString("result");
            table.row(
                    String.valueOf(run.getLong("run")),
                    run.getString("site"),
                    run.getString("task"),
                    run.getString("purpose"),
                    run.getString("mode"),
                    ended == null ? run.getString("status") : ended,
                    time(run, "requestedAt", drover.clock()),
                    time(run, "startedAt", drover.clock()),
                    time(run, "endedAt", drover.clock()),
                    runTime(run, drover.clock()),
                    String.valueOf(run.getLong("read")),
                    String.valueOf(run.getLong("inserted") + run.getLong("updated") + run.getLong("removed")),
                    run.getString("message") == null ? "" : run.getString("message"));
        }
        return table;
    }

    private static String time(JsonObject run, String field, Clock clock) {
        String time = run.getString(field);
        return time == null ? "" : Words.time(Instant.parse(time), clock);
    }

    private static String runTime(JsonObject run, Clock clock) {
        String started = run.getString("startedAt");
        if (started == null) {
            return "";
        }
        String ended = run.getString("endedAt");
        Instant end = ended == null ? clock.instant() : Instant.parse(ended);
        return Words.duration(Duration.between(Instant.parse(started), end));
    }
}
