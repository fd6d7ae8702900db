package io.drover.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private Reason reason;

    @Override
    public void run() {
        ApiClient client = drover.client();
        client.post("/sites/%s/stop".formatted(ApiClient.encode(site)), reason.body());
        new SiteMove(client, spec.commandLine().getOut()).tell(site, "STOPPING", "STOPPED", "stopped");
    }
}
