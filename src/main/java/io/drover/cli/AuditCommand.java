package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Who did what. */
@Command(
        name = "audit",
        description = "Lists who did what, when and why, newest first.",
        footer = {"", "Example: ./drover audit --site LIVE --limit 20"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class AuditCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Option(names = "--site", paramLabel = "SITE", description = "Only what concerns this site.")
    private @Nullable String site;

    @Option(names = "--who", paramLabel = "NAME", description = "Only what this person did.")
    private @Nullable String who;

    @Option(
            names = "--what",
            paramLabel = "ACT",
            description = "Only acts of this kind, in the words of the console, e.g. \"Stop Site\".")
    private @Nullable String what;

    @Option(names = "--from", paramLabel = "INSTANT", description = "Not earlier, e.g. 2026-11-22T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Earlier than this.")
    private @Nullable String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most lines, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public void run() {
        JsonArray lines = drover.client().list("/audit?" + ApiClient.query(filters()));
        told.list(lines, () -> table(lines));
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("limit", String.valueOf(limit));
        ApiClient.put(filters, "site", site);
        ApiClient.put(filters, "who", who);
        ApiClient.put(filters, "what", what);
        ApiClient.put(filters, "from", from);
        ApiClient.put(filters, "to", to);
        return filters;
    }

    private Table table(JsonArray lines) {
        Table table = new Table("When", "Who", "What", "Site", "Task", "Run", "Reason");
        for (Object each : lines) {
            JsonObject line = (JsonObject) each;
            table.row(
                    Words.time(Instant.parse(line.getString("at")), drover.clock()),
                    line.getString("who"),
                    line.getString("what"),
                    text(line.getValue("site")),
                    text(line.getValue("task")),
                    text(line.getValue("run")),
                    text(line.getValue("reason")));
        }
        return table;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
