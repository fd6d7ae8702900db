package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Send All and Send Changed: one command under two names. */
@Command
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class SendCommand implements Callable<Integer> {

    private final String name;
    private final String words;

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Mixin
    private Told told;

    @Option(names = "--wait", description = "Waits for the result; exit code 1 unless it is OK.")
    private boolean wait;

    @Mixin
    private Force force;

    private SendCommand(String name, String words) {
        this.name = name;
        this.words = words;
    }

    static CommandLine sendAll() {
        return create("send-all", "Send All", "Makes the shop's tables equal to all rows of a task.");
    }

    static CommandLine sendChanged() {
        return create("send-changed", "Send Changed", "Sends the rows of a task that changed since the last time.");
    }

    private static CommandLine create(String name, String words, String description) {
        CommandLine line = new CommandLine(new SendCommand(name, words));
        line.getCommandSpec()
                .name(name)
                .usageMessage()
                .description(description)
                .footer("", "Example: ./drover %s product-master --site LIVE --wait".formatted(name));
        return line;
    }

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        JsonObject answer = client.post(force.path(task.path(name)));
        if (!answer.getBoolean("commenced")) {
            told.answer(answer, "%s. %s".formatted(answer.getString("status"), answer.getString("note")));
            return CommandFailure.REFUSED;
        }
        Asked asked = new Asked(client, told);
        String what = "%s of %s".formatted(words, task.words());
        return wait ? Asked.exitCode(asked.await(answer, what)) : asked.tell(answer, what);
    }
}
