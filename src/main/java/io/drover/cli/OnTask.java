package io.drover.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which task of which site a command is about. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before the command is called
final class OnTask {

    @Parameters(index = "0", paramLabel = "TASK", description = "The task: its route file's name without the ending.")
    private String task;

    @Option(names = "--site", paramLabel = "SITE", required = true, description = "The site, e.g. LIVE.")
    private String site;

    String path(String action) {
        return "/sites/%s/tasks/%s/%s".formatted(ApiClient.encode(site), ApiClient.encode(task), action);
    }

    /** For a line to a person: {@code prices on LIVE}. */
    String words() {
        return "%s on %s".formatted(task, site);
    }
}
