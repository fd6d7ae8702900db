package io.drover.cli;

import io.drover.config.PlainLine;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What Send All and Send Changed have in common. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before the command is called
final class Send {

    private static final int DONE = 0;
    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Parameters(paramLabel = "TASK", description = "The task: its route file's name without the ending.")
    private String task;

    @Option(names = "--site", paramLabel = "SITE", required = true, description = "The site, e.g. LIVE.")
    private String site;

    @Option(names = "--wait", description = "Waits for the result; exit code 1 unless it is OK.")
    private boolean wait;

    @Option(names = "--json", description = "Prints what the API answers.")
    private boolean json;

    /** @return the exit code: 1 where nothing was commenced, or the run's result is not OK */
    int ask(ApiClient client, String action, String words) {
        PrintWriter out = spec.commandLine().getOut();
        JsonObject answer =
                client.post("/sites/%s/tasks/%s/%s".formatted(ApiClient.encode(site), ApiClient.encode(task), action));
        if (!answer.getBoolean("commenced")) {
            print(out, answer, "%s. %s".formatted(answer.getString("status"), answer.getString("note")));
            return CommandFailure.REFUSED;
        }
        long run = answer.getLong("run");
        String how = answer.getBoolean("coalesced") ? "served by run %d, which was waiting" : "asked for, run %d";
        String told = "%s of %s on %s: %s".formatted(words, task, site, how.formatted(run));
        if (!wait) {
            print(out, answer, told);
            return DONE;
        }
        if (!json) {
            print(out, answer, told);
        }
        JsonObject ended = await(client, run);
        String result = ended.getString("result");
        print(out, ended, "%s. %s".formatted(result, ended.getString("message")));
        return result.startsWith("OK") ? DONE : CommandFailure.REFUSED;
    }

    private static JsonObject await(ApiClient client, long run) {
        Pause pause = new Pause(FOR_EVER);
        while (pause.take()) {
            JsonObject now = client.object("/runs/" + run);
            if (now.getString("result") != null) {
                return now;
            }
        }
        throw new RefusedException("Run %d has not ended".formatted(run));
    }

    private void print(PrintWriter out, JsonObject answer, String text) {
        out.println(json ? answer.encodePrettily() : PlainLine.of(text));
        out.flush();
    }
}
