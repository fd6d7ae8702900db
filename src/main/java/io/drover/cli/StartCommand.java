package io.drover.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Start Site. */
@Command(
        name = "start",
        description = {
            "Starts a site and waits until it runs.",
            "What was asked for while it was stopped (Pending Changed) is cleared, not run."
        },
        footer = {"", "Example: ./drover start LIVE"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class StartCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Parameters(paramLabel = "SITE", description = "The site, e.g. LIVE.")
    private String site;

    @Override
    public void run() {
        ApiClient client = drover.client();
        client.post("/sites/%s/start".formatted(ApiClient.encode(site)));
        new SiteMove(client, told).tell(site, "STARTING", "RUNNING", "started");
    }
}
