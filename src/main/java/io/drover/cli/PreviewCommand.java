package io.drover.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Says what a send would do. */
@Command(
        name = "preview",
        description = "Says what Send Changed, or with --all Send All, would do; writes nothing.",
        footer = {"", "Example: ./drover preview product-master --site LIVE --all"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls call
final class PreviewCommand implements Callable<Integer> {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Mixin
    private Force force;

    @Mixin
    private Told told;

    @Option(names = "--all", description = "Of Send All instead of Send Changed.")
    private boolean all;

    @Override
    public Integer call() {
        ApiClient client = drover.client();
        String mode = all ? "ALL" : "CHANGED";
        String what = "Preview of %s of %s".formatted(all ? "Send All" : "Send Changed", task.words());
        return Asked.exitCode(
                new Asked(client, told).await(client.post(force.path(task.path("preview?mode=" + mode))), what));
    }
}
