package io.drover.cli;

import io.drover.config.DroverException;
import io.drover.config.PlainLine;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the log of a run, line by line as it is written, until the run has ended. */
@Command(
        name = "follow",
        description = "Prints the log of a run while it is written, and the result; exit code 1 unless it is OK.",
        footer = {"", "Example: ./drover runs follow 9141"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class FollowCommand implements Callable<Integer> {

    private static final int PORTION = 1000;
    private static final long PAUSE_MILLIS = 500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.US);

    @ParentCommand
    private RunsCommand runs;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Number of the run.")
    private long run;

    @Option(
            names = "--json",
            description = "Prints each line of the log, and at last the run, as JSON on a line of its own.")
    private boolean json;

    private int seen;

    @Override
    public Integer call() {
        ApiClient client = runs.drover().client();
        JsonObject now = client.object("/runs/" + run);
        while (now.getString("result") == null) {
            print(client);
            pause();
            now = client.object("/runs/" + run);
        }
        // The result is written with the last lines, so that none comes later.
        print(client);
        line(json ? now.encode() : "%s. %s".formatted(now.getString("result"), now.getString("message")));
        return Asked.exitCode(now);
    }

    private void print(ApiClient client) {
        while (true) {
            JsonObject log = client.object("/runs/%d/log?after=%d&limit=%d".formatted(run, seen, PORTION));
            for (Object each : log.getJsonArray("lines")) {
                JsonObject line = (JsonObject) each;
                seen = line.getInteger("line");
                line(json ? line.encode() : text(line));
            }
            if (log.getValue("next") == null) {
                return;
            }
        }
    }

    private String text(JsonObject line) {
        ZoneId zone = runs.drover().clock().getZone();
        String at = TIME.format(Instant.parse(line.getString("at")).atZone(zone));
        return at + "  " + line.getString("text");
    }

    private void line(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(PlainLine.of(text));
        out.flush();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("Interrupted", e);
        }
    }
}
