package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Compares source and shop. */
@Command(
        name = "verify",
        description = "Compares all rows of a task with the shop; writes nothing.",
        exitCodeList = {
            "0:all rows are equal",
            "1:something differs, or it was refused or failed; the reason is told",
            "2:wrong use",
            "3:the server is not reachable"
        },
        footer = {"", "Example: ./drover verify product-master --site LIVE && echo equal"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class VerifyCommand implements Callable<Integer> {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Mixin
    private Force force;

    @Mixin
    private Told told;

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        JsonObject ended = new Asked(client, told)
                .await(client.post(force.path(task.path("verify"))), "Verify of " + task.words());
        long different = Stream.of("inserted", "updated", "removed", "refused", "held")
                .mapToLong(ended::getLong)
                .sum();
        return different == 0 ? Asked.exitCode(ended) : CommandFailure.REFUSED;
    }
}
