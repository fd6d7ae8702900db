package io.drover.cli;

import io.drover.config.DroverException;
import io.drover.config.PlainLine;
import io.drover.config.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line why a command failed. */
final class CommandFailure implements IExecutionExceptionHandler {

    static final int REFUSED = 1;
    static final int UNREACHABLE = 3;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof ParameterException) {
            throw failure;
        }
        if (failure instanceof SettingsException settings) {
            settings.problems().forEach(problem -> command.getErr().println("drover: " + PlainLine.of(problem)));
            command.getErr().flush();
            return REFUSED;
        }
        String message = failure instanceof DroverException ? failure.getMessage() : failure.toString();
        command.getErr().println("drover: " + PlainLine.of(String.valueOf(message)));
        command.getErr().flush();
        return failure instanceof UnreachableException ? UNREACHABLE : REFUSED;
    }
}
