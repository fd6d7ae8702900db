package io.drover.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Releases a parked row. */
@Command(
        name = "release",
        description = "Releases a parked row: the next run treats it as any other.",
        footer = {"", "Example: ./drover release product-master 17 --site LIVE"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class ReleaseCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Mixin
    private Told told;

    @Parameters(index = "1", paramLabel = "NUMBER", description = "As ./drover held lists it.")
    private long number;

    @Override
    public void run() {
        JsonObject released = drover.client().delete(task.path("held-rows/" + number));
        told.answer(released, "%s of %s is released".formatted(released.getString("key"), released.getString("table")));
    }
}
