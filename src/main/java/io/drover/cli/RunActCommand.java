package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What follows from an earlier run and needs a reason: one command under several names. */
@Command
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class RunActCommand implements Callable<Integer> {

    private final String name;
    private final String words;
    /** Only a confirmation has it: an undo reads no source. */
    private final Force force = new Force();

    @ParentCommand
    private DroverCommand drover;

    @Parameters(paramLabel = "RUN", description = "Number of the run, as ./drover runs lists it.")
    private long run;

    @Mixin
    private Reason reason;

    @Mixin
    private Told told;

    @Option(names = "--wait", description = "Waits for the result; exit code 1 unless it is OK.")
    private boolean wait;

    private RunActCommand(String name, String words) {
        this.name = name;
        this.words = words;
    }

    static CommandLine confirm() {
        RunActCommand command = new RunActCommand("confirm", "Confirmation");
        return line(
                        command,
                        "Allows, once, the removals from which the guard kept a run, and sends again.",
                        "The old range is gone")
                .addMixin("force", command.force);
    }

    static CommandLine undo() {
        return line(new RunActCommand("undo", "Undo"), "Restores what a run changed in the shop.", "Sent too early");
    }

    private static CommandLine line(RunActCommand command, String description, String example) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .name(command.name)
                .usageMessage()
                .description(description)
                .footer("", "Example: ./drover %s 9141 --reason \"%s\" --wait".formatted(command.name, example));
        return line;
    }

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        JsonObject answer = client.post(force.path("/runs/%d/%s".formatted(run, name)), reason.body());
        Asked asked = new Asked(client, told);
        String what = "%s of run %d".formatted(words, run);
        return wait ? Asked.exitCode(asked.await(answer, what)) : asked.tell(answer, what);
    }
}
