package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says where one row stands. */
@Command(
        name = "why",
        description =
                "Says where one row stands between source and shop, and what earlier runs did to it; writes nothing.",
        footer = {
            "",
            "Example: ./drover why product-master SKU0000013 --site LIVE",
            "Example: ./drover why product-master \"product_code=SKU0000013, region=VIC\" --site LIVE"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class WhyCommand implements Runnable {

    private static final JsonObject NO_ROW = new JsonObject();

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private OnTask task;

    @Parameters(index = "1", paramLabel = "KEY", description = "The row: a value of the key, or column=value, ….")
    private String key;

    @Mixin
    private Told told;

    @Override
    public void run() {
        JsonObject why = drover.client().object(task.path("why?" + ApiClient.query(Map.of("key", key))));
        told.text(why, out -> print(why, out));
    }

    private void print(JsonObject why, PrintWriter out) {
        told.line(why.getString("sentence"));
        for (Object each : why.getJsonArray("steps")) {
            out.println();
            step((JsonObject) each, out);
        }
        JsonArray history = why.getJsonArray("history");
        out.println();
        if (history.isEmpty()) {
            out.println("No run that is still kept changed, refused or held it.");
        } else {
            past(history).print(out);
        }
        if (!why.getBoolean("historyComplete")) {
            out.println("There may be more: not all rows of all runs were kept.");
        }
        out.flush();
    }

    private void step(JsonObject step, PrintWriter out) {
        told.line("%s: %s%s".formatted(step.getString("table"), step.getString("state"), upTo(step)));
        facts(step).forEach((what, value) -> told.line("  %s: %s".formatted(what, value)));
        JsonObject source = row(step, "sourceAll");
        JsonObject shop = row(step, "target");
        if (source.isEmpty() && shop.isEmpty()) {
            return;
        }
        Table table = new Table("  Column", "Source", "Shop", "");
        for (String column : RowWords.columns(source, shop)) {
            table.row(
                    "  " + column,
                    RowWords.value(source, column),
                    RowWords.value(shop, column),
                    step.getJsonArray("differing").contains(column) ? "differs" : "");
        }
        table.print(out);
    }

    private String upTo(JsonObject step) {
        String watermark = step.getString("watermark");
        return watermark == null ? "" : ", sent up to " + Words.time(Instant.parse(watermark), drover.clock());
    }

    private static JsonObject row(JsonObject step, String side) {
        return Objects.requireNonNullElse(step.getJsonObject(side), NO_ROW);
    }

    private static Map<String, String> facts(JsonObject step) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (step.getString("since") != null) {
            facts.put(
                    "Send Changed asks for changes since " + step.getString("since"),
                    step.getJsonObject("sourceChanged") == null
                            ? "the row is not among them"
                            : "the row is among them");
        }
        if (step.getBoolean("gone")) {
            facts.put("Gone", "the query says that the row left the set");
        }
        if (step.getString("held") != null) {
            facts.put("Held", step.getString("held"));
        }
        if (step.getString("refused") != null) {
            facts.put("Refused", step.getString("refused"));
        }
        return facts;
    }

    private Table past(JsonArray history) {
        Table table = new Table("Run", "Started", "Purpose", "Table", "Key", "Fate", "Before → After");
        for (Object each : history) {
            JsonObject row = (JsonObject) each;
            table.row(
                    String.valueOf(row.getLong("run")),
                    Words.time(Instant.parse(row.getString("startedAt")), drover.clock()),
                    Words.lower(row.getString("purpose")),
                    row.getString("table"),
                    row.getString("key"),
                    Words.lower(row.getString("fate")),
                    RowWords.change(row));
        }
        return table;
    }
}
