package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Deletes results. */
@Command(
        name = "delete",
        description = {
            "Deletes the result of one run, or those of all runs older than another that the options name, with their logs and"
                    + " rows. The databases stay as they are.",
            "What has not ended stays, and so do of each task the latest run, the latest that was OK, and those that another"
                    + " run is about."
        },
        footer = {
            "",
            "Examples: ./drover runs delete 9141",
            "          ./drover runs delete --before 9141 --site STAGE --result Failed"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class DeleteCommand implements Runnable {

    @ParentCommand
    private RunsCommand runs;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Number of the one run.")
    private @Nullable Long run;

    @Option(names = "--before", paramLabel = "RUN", description = "Those older than the run of this number.")
    private @Nullable Long before;

    @Mixin
    private WhichRuns which;

    @Mixin
    private Told told;

    @Override
    public void run() {
        Map<String, String> filters = which.filters();
        if (run != null && before == null && filters.isEmpty()) {
            told.answer(runs.drover().client().delete("/runs/" + run), "Run %d is deleted".formatted(run));
        } else if (run == null && before != null) {
            filters.put("before", before.toString());
            deleteAll("/runs?" + ApiClient.query(filters));
        } else {
            throw new ParameterException(
                    spec.commandLine(), "Name either one run, or with --before those that are older than it");
        }
    }

    /** One request deletes some thousands at most, so that each is answered soon. */
    private void deleteAll(String path) {
        ApiClient client = runs.drover().client();
        long deleted = 0;
        boolean hasMore;
        do {
            JsonObject answer = client.delete(path);
            deleted += answer.getLong("deleted");
            hasMore = answer.getBoolean("more");
            if (hasMore) {
                told.meanwhile("%d deleted so far".formatted(deleted));
            }
        } while (hasMore);
        told.answer(
                new JsonObject().put("deleted", deleted),
                deleted == 1 ? "1 result is deleted" : "%d results are deleted".formatted(deleted));
    }
}
