package io.drover.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Stop Site. */
@Command(
        name = "stop",
        description = "Stops a site, halting what runs, and waits until it is stopped.",
        footer = {"", "Example: ./drover stop LIVE --reason \"Stocktake\""})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class StopCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Parameters(paramLabel = "SITE", description = "The site, e.g. LIVE.")
    private String site;

    @Mixin
    private Reason reason;

    @Override
    public void run() {
        ApiClient client = drover.client();
        client.post("/sites/%s/stop".formatted(ApiClient.encode(site)), reason.body());
        new SiteMove(client, told).tell(site, "STOPPING", "STOPPED", "stopped");
    }
}
