package io.drover.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete the words of this command line. */
@Command(
        name = "completion",
        description = "Prints the completion of commands and options for a shell.",
        footer = {
            "",
            "Example: ./drover completion bash > ~/.local/share/bash-completion/completions/drover",
            "Once, for this shell: source <(./drover completion bash)"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class CompletionCommand implements Runnable {

    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell;

    /** The text is one for both: it finds out which shell reads it. */
    @Override
    public void run() {
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(
                    spec.commandLine(), "'%s' is not one of %s".formatted(shell, String.join(", ", SHELLS)));
        }
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("drover", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
