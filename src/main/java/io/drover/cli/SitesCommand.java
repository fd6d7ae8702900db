package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists the sites. */
@Command(
        name = "sites",
        description = "Lists the sites with their state and who brought them into it.",
        footer = {"", "Example: ./drover sites"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class SitesCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints what the API answers.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        JsonArray sites = drover.client().list("/sites");
        if (json) {
            out.println(sites.encodePrettily());
            out.flush();
            return;
        }
        Table table = new Table("Site", "State", "Since", "By", "Reason");
        for (Object each : sites) {
            Site site = new Site((JsonObject) each);
            table.row(site.name(), site.state(), Words.time(site.since(), drover.clock()), site.by(), site.reason());
        }
        table.print(out);
    }
}
