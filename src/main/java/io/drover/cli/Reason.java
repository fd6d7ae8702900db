package io.drover.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Option;

/** Why somebody does what others must understand later. */
@SuppressWarnings("NullAway.Init") // picocli sets the field before the command is called
final class Reason {

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, in 3 to 200 characters; kept and shown.")
    private String reason;

    JsonObject body() {
        return new JsonObject().put("reason", reason);
    }
}
