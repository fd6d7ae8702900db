package io.drover.cli;

import java.time.Clock;
import picocli.CommandLine;

/** The command line of Drover. */
public final class Cli {

    private Cli() {}

    /**
     * The command line with all commands that talk to a running server.
     *
     * @param furtherSubcommands commands of other rooms, such as {@code run}; shown first in the help
     */
    public static CommandLine create(Object... furtherSubcommands) {
        return create(Clock.systemDefaultZone(), furtherSubcommands);
    }

    static CommandLine create(Clock clock, Object... furtherSubcommands) {
        CommandLine line = new CommandLine(new DroverCommand(clock));
        for (Object command : furtherSubcommands) {
            line.addSubcommand(command);
        }
        line.addSubcommand(new StatusCommand())
                .addSubcommand(new SitesCommand())
                .addSubcommand(new StartCommand())
                .addSubcommand(new StopCommand())
                .addSubcommand(SendCommand.sendAll())
                .addSubcommand(SendCommand.sendChanged())
                .addSubcommand(new PreviewCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new WhyCommand())
                .addSubcommand(new RunningCommand())
                .addSubcommand(new RunsCommand())
                .addSubcommand(new RowsCommand())
                .addSubcommand(new AgainCommand())
                .addSubcommand(RunActCommand.confirm())
                .addSubcommand(RunActCommand.undo())
                .addSubcommand(new HeldCommand())
                .addSubcommand(new HoldCommand())
                .addSubcommand(new ReleaseCommand())
                .addSubcommand(new AuditCommand())
                .addSubcommand(new NodesCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new CommandLine.HelpCommand());
        return line.setExecutionExceptionHandler(new CommandFailure()).setUsageHelpAutoWidth(true);
    }
}
