package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Running Tasks. */
@Command(
        name = "running",
        description = "Lists what runs and what waits, with how far it is.",
        footer = {"", "Example: ./drover running --site LIVE"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class RunningCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Option(names = "--site", paramLabel = "SITE", description = "Only those of this site.")
    private @Nullable String site;

    @Override
    public void run() {
        String path = site == null ? "/running-tasks" : "/running-tasks?site=" + ApiClient.encode(site);
        JsonArray runs = drover.client().list(path);
        told.list(runs, () -> table(runs));
    }

    private static Table table(JsonArray runs) {
        Table table = new Table(
                "Run", "Site", "Task", "For", "Mode", "Status", "Run Time", "Rows", "Rows/s", "Left", "Step", "Waits");
        for (Object each : runs) {
            JsonObject run = (JsonObject) each;
            boolean isRunning = run.getString("status").equals("Running");
            table.row(
                    String.valueOf(run.getLong("run")),
                    run.getString("site"),
                    run.getString("task"),
                    run.getString("purpose"),
                    run.getString("mode"),
                    run.getString("status"),
                    isRunning ? seconds(run.getLong("runTimeSeconds")) : "",
                    isRunning ? rows(run) : "",
                    isRunning ? number(run.getLong("rowsPerSecond")) : "",
                    seconds(run.getLong("secondsLeft")),
                    Objects.requireNonNullElse(run.getString("step"), ""),
                    waits(run));
        }
        return table;
    }

    /** Which one it is in its queue, for how long it has waited, and after what it comes. */
    private static String waits(JsonObject run) {
        Integer position = run.getInteger("position");
        if (position == null) {
            return "";
        }
        Long first = run.getLong("waitsFor");
        return "%d in %s, %s%s"
                .formatted(
                        position,
                        run.getString("queue"),
                        seconds(run.getLong("waitingSeconds")),
                        first == null ? "" : ", after run " + first);
    }

    private static String rows(JsonObject run) {
        Long expected = run.getLong("rowsExpected");
        return expected == null
                ? number(run.getLong("rowsDone"))
                : "%,d of %,d".formatted(run.getLong("rowsDone"), expected);
    }

    /** Empty for the first seconds of a run that another node executes. */
    private static String number(@Nullable Long number) {
        return number == null ? "" : "%,d".formatted(number);
    }

    private static String seconds(@Nullable Long seconds) {
        return seconds == null ? "" : Words.duration(Duration.ofSeconds(seconds));
    }
}
