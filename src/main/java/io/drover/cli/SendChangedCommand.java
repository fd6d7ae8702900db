package io.drover.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Send Changed. */
@Command(
        name = "send-changed",
        description = "Sends the rows of a task that changed since the last time.",
        footer = {"", "Example: ./drover send-changed product-master --site LIVE --wait"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class SendChangedCommand implements Callable<Integer> {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Send send;

    @Override
    public Integer call() {
        return send.ask(drover.client(), "send-changed", "Send Changed");
    }
}
