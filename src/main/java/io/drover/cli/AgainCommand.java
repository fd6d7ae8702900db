package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks for the same again. */
@Command(
        name = "again",
        description = "Asks for the same task, mode and purpose as an earlier run.",
        footer = {"", "Example: ./drover again 9141 --wait"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class AgainCommand implements Callable<Integer> {

    @ParentCommand
    private DroverCommand drover;

    @Parameters(paramLabel = "RUN", description = "Number of the run, as ./drover runs lists it.")
    private long run;

    @Mixin
    private Force force;

    @Mixin
    private Told told;

    @Option(names = "--wait", description = "Waits for the result; exit code 1 unless it is OK.")
    private boolean wait;

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        JsonObject answer = client.post(force.path("/runs/%d/again".formatted(run)));
        Asked asked = new Asked(client, told);
        String what = "Run %d again".formatted(run);
        return wait ? Asked.exitCode(asked.await(answer, what)) : asked.tell(answer, what);
    }
}
