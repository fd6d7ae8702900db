package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists the rows of a run. */
@Command(
        name = "rows",
        description = "Lists what became of each row that a run changed, refused or held.",
        footer = {
            "",
            "Example: ./drover rows 9141 --fate updated --key SKU0000013",
            "Example: ./drover rows 9141 --csv > undo-9141.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class RowsCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Number of the run.")
    private long run;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only rows of this table, e.g. web.product.")
    private @Nullable String table;

    @Option(
            names = "--fate",
            paramLabel = "FATE",
            description = "Only rows that were inserted, updated, removed, refused or held.")
    private @Nullable String fate;

    @Option(names = "--key", paramLabel = "TEXT", description = "Only rows whose key holds this text.")
    private @Nullable String key;

    @Option(names = "--attention", description = "Only rows that the route file says to look at first.")
    private boolean attention;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most rows, 1 to 1000 (default: ${DEFAULT-VALUE}); --csv prints them all.")
    private int limit;

    @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "Only rows after this number.")
    private int after;

    @Option(names = "--csv", description = "Prints all rows as CSV, one line for each changed column.")
    private boolean csv;

    @Option(names = "--json", description = "Prints what the API answers.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> filters = filters();
        if (csv) {
            drover.client().copy("/runs/%d/rows.csv?%s".formatted(run, ApiClient.query(filters)), out);
            if (out.checkError()) {
                throw new RefusedException("The rows cannot be written out; is the disk full?");
            }
            return;
        }
        filters.put("limit", String.valueOf(limit));
        filters.put("after", String.valueOf(after));
        JsonObject rows = drover.client().object("/runs/%d/rows?%s".formatted(run, ApiClient.query(filters)));
        if (json) {
            out.println(rows.encodePrettily());
        } else {
            table(rows.getJsonArray("rows")).print(out);
            closing(rows).forEach(out::println);
        }
        out.flush();
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        ApiClient.put(filters, "table", table);
        ApiClient.put(filters, "fate", fate);
        ApiClient.put(filters, "key", key);
        if (attention) {
            filters.put("attention", "true");
        }
        return filters;
    }

    private static Table table(JsonArray rows) {
        Table table = new Table("Row", "Table", "Key", "Fate", "Before → After", "Look at it first");
        for (Object each : rows) {
            JsonObject row = (JsonObject) each;
            table.row(
                    String.valueOf(row.getLong("number")),
                    row.getString("table"),
                    row.getString("key"),
                    Words.lower(row.getString("fate")),
                    RowWords.change(row),
                    Objects.requireNonNullElse(row.getString("attention"), ""));
        }
        return table;
    }

    private Set<String> closing(JsonObject rows) {
        Set<String> lines = new LinkedHashSet<>();
        Long next = rows.getLong("next");
        if (next != null) {
            lines.add("There are more: ./drover rows %d --after %d".formatted(run, next));
        }
        if (!rows.getBoolean("complete")) {
            lines.add("These are not all rows of the run: the others were too many, or are no longer kept.");
        }
        return lines;
    }
}
