package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists parked rows. */
@Command(
        name = "held",
        description = "Lists the rows of a task that were parked, those that are held first.",
        footer = {"", "Example: ./drover held product-master --site LIVE"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class HeldCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Mixin
    private Told told;

    @Override
    public void run() {
        JsonArray rows = drover.client().list(task.path("held-rows"));
        told.list(rows, () -> table(rows));
    }

    private Table table(JsonArray rows) {
        Table table = new Table("Number", "Table", "Key", "State", "Until", "By", "Reason");
        for (Object each : rows) {
            JsonObject row = (JsonObject) each;
            table.row(
                    String.valueOf(row.getLong("id")),
                    row.getString("table"),
                    row.getString("key"),
                    row.getString("state"),
                    Words.time(Instant.parse(row.getString("until")), drover.clock()),
                    row.getString("by"),
                    row.getString("reason"));
        }
        return table;
    }
}
