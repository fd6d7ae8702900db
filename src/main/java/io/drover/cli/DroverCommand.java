package io.drover.cli;

import java.net.URI;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code drover} itself: what all of its commands have in common. */
@Command(
        name = "drover",
        description = "Keeps web shops equal to the ERP behind them.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed; the reason is on the error output",
            "2:wrong use",
            "3:the server is not reachable"
        })
final class DroverCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:DROVER_URL:-http://127.0.0.1:8080}",
            description = "Where the server is (default: the environment's DROVER_URL, else http://127.0.0.1:8080).")
    private String url;

    @SuppressWarnings("NullAway.Init") // picocli sets spec and url before a command runs
    DroverCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    ApiClient client() {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return new ApiClient(uri);
            }
        } catch (java.net.URISyntaxException e) {
            // Told below.
        }
        throw new ParameterException(
                spec.commandLine(), "--url needs the form http://HOST:PORT, but is '%s'".formatted(url));
    }

    Clock clock() {
        return clock;
    }
}
