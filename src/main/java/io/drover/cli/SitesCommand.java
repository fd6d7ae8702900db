package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the sites. */
@Command(
        name = "sites",
        description = "Lists the sites with their state and who brought them into it.",
        footer = {"", "Example: ./drover sites"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class SitesCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Override
    public void run() {
        JsonArray sites = drover.client().list("/sites");
        told.list(sites, () -> table(sites));
    }

    private Table table(JsonArray sites) {
        Table table = new Table("Site", "State", "Since", "By", "Reason");
        for (Object each : sites) {
            Site site = new Site((JsonObject) each);
            table.row(site.name(), site.state(), Words.time(site.since(), drover.clock()), site.by(), site.reason());
        }
        return table;
    }
}
