package io.drover.app;

import io.drover.cli.Cli;
import picocli.CommandLine;

/** The program: {@code drover run} and the commands that talk to a running one. */
public final class Drover {

    private Drover() {}

    public static void main(String[] arguments) {
        CommandLine commands = Cli.create(new RunCommand(), new ValidateCommand(System.out));
        System.exit(commands.execute(arguments));
    }
}
