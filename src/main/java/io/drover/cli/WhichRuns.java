package io.drover.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which runs are meant. */
final class WhichRuns {

    @Option(names = "--site", paramLabel = "SITE", description = "Only those of this site.")
    private @Nullable String site;

    @Option(names = "--task", paramLabel = "TASK", description = "Only those of this task.")
    private @Nullable String task;

    @Option(
            names = "--purpose",
            paramLabel = "PURPOSE",
            description = "Only those for this: SEND, PREVIEW, VERIFY or UNDO.")
    private @Nullable String purpose;

    @Option(
            names = "--result",
            paramLabel = "RESULT",
            description =
                    "Only those with this result: OK, \"OK with refused rows\", Failed, Stopped, Missed, Skipped or Interrupted.")
    private @Nullable String result;

    /** As the API takes them; may be added to. */
    Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        ApiClient.put(filters, "site", site);
        ApiClient.put(filters, "task", task);
        ApiClient.put(filters, "purpose", purpose);
        ApiClient.put(filters, "result", result);
        return filters;
    }
}
