package io.drover.cli;

import io.drover.config.PlainLine;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Stop Site. */
@Command(
        name = "stop",
        description = "Stops a site, halting what runs, and waits until it is stopped.",
        footer = {"", "Example: ./drover stop LIVE --reason \"Stocktake\""})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class StopCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SITE", description = "The site, e.g. LIVE.")
    private String site;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, in 3 to 200 characters; kept and shown.")
    private String reason;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient client = drover.client();
        client.post("/sites/%s/stop".formatted(ApiClient.encode(site)), new JsonObject().put("reason", reason));
        Site stopped = new SiteMove(client, out).await(site, "STOPPING", "STOPPED");
        out.println("Site %s stopped successfully!".formatted(site));
        stopped.problems().forEach(problem -> out.println("But: " + PlainLine.of(problem)));
        out.flush();
    }
}
