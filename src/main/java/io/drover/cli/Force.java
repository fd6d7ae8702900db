package io.drover.cli;

import picocli.CommandLine.Option;

/** Whether the window of a task is left aside. */
final class Force {

    @Option(
            names = "--force",
            description =
                    "Does it also at a time that the schedules of the task leave out; without it that is refused.")
    private boolean force;

    /** The path with the parameter that says so. */
    String path(String path) {
        return force ? path + (path.contains("?") ? "&" : "?") + "force=true" : path;
    }
}
