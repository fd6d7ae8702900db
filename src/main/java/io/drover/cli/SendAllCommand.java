package io.drover.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Send All. */
@Command(
        name = "send-all",
        description = "Makes the shop's tables equal to all rows of a task.",
        footer = {"", "Example: ./drover send-all product-master --site LIVE --wait"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class SendAllCommand implements Callable<Integer> {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Send send;

    @Override
    public Integer call() {
        return send.ask(drover.client(), "send-all", "Send All");
    }
}
