package io.drover.api;

import io.drover.http.Problem;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.send.Fate;
import io.drover.send.RunRow;
import io.drover.send.RunRowCount;
import io.drover.send.RunRowFilter;
import io.drover.send.RunRowSlice;
import io.drover.send.RunRowSlice.Numbered;
import io.drover.send.RunRowSummary;
import io.drover.site.RunRows;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a run: as JSON in parts, and whole as CSV, the undo sheet. */
final class RunRowHandler {

    private static final int USUAL_ROWS = 100;
    private static final int MOST = 1000;
    private static final CsvLine CSV =
            new CsvLine(List.of("table", "key", "fate", "column", "before", "after", "reason"));

    private final Sites sites;
    private final RunHistory runs;

    RunRowHandler(Sites sites, RunHistory runs) {
        this.sites = sites;
        this.runs = runs;
    }

    Answer list(ApiRequest request) {
        RunRowFilter filter = filter(request);
        int after = request.queryNumber("after", 0, Integer.MAX_VALUE, 0);
        int limit = request.queryNumber("limit", 1, MOST, USUAL_ROWS);
        Run run = run(request);
        RunRows rows = rows(run);
        RunRowSummary summary = rows.summary(run);
        RunRowSlice slice = rows.read(run, filter, after, limit);
        JsonArray list = new JsonArray();
        slice.rows().forEach(row -> list.add(json(row)));
        JsonArray counts = new JsonArray();
        summary.counts().forEach(count -> counts.add(json(count)));
        return Answer.ok(new JsonObject()
                .put("rows", list)
                .put("next", slice.next())
                .put("counts", counts)
                .put("complete", summary.complete(run.counts()))
                .put("leftOut", summary.leftOut()));
    }

    Answer csv(ApiRequest request) {
        RunRowFilter filter = filter(request);
        Run run = run(request);
        RunRows rows = rows(run);
        // Asked before the response begins, so that a database that is down is told in words.
        rows.summary(run);
        return Answer.file("text/csv; charset=utf-8; header=present", "run-%d-rows.csv".formatted(run.run()), out -> {
            CSV.writeHead(out);
            rows.each(run, filter, (number, row) -> {
                write(out, row);
                return true;
            });
        });
    }

    /** One line for each column that is told of; one without a column where there is none. */
    private static void write(Writer out, RunRow row) throws IOException {
        Set<@Nullable String> columns = new LinkedHashSet<>(row.before().keySet());
        columns.addAll(row.after().keySet());
        if (row.column() != null || columns.isEmpty()) {
            columns.add(row.column());
        }
        for (String column : columns) {
            CSV.write(
                    out,
                    row.table(),
                    row.key(),
                    row.fate().word(),
                    column,
                    row.before().get(column),
                    row.after().get(column),
                    row.reason());
        }
    }

    private static RunRowFilter filter(ApiRequest request) {
        return new RunRowFilter(
                request.query("table").orElse(null),
                request.query("fate", Fate::of).orElse(null),
                request.queryFlag("attention"),
                request.query("key").orElse(null));
    }

    private Run run(ApiRequest request) {
        return runs.find(request.pathNumber("run"))
                .orElseThrow(() -> new Problem(404, "There is no run of this number").exception());
    }

    private RunRows rows(Run run) {
        return sites.find(run.site())
                .orElseThrow(() ->
                        new Problem(404, "Site %s of this run is no longer there".formatted(run.site())).exception())
                .rows();
    }

    private static JsonObject json(Numbered numbered) {
        return json(numbered.row()).put("number", numbered.number());
    }

    static JsonObject json(RunRow row) {
        return new JsonObject()
                .put("table", row.table())
                .put("fate", row.fate().name())
                .put("key", row.key())
                .put("before", json(row.before()))
                .put("after", json(row.after()))
                .put("column", row.column())
                .put("reason", row.reason())
                .put("attention", row.attention());
    }

    static @Nullable JsonObject jsonOrNull(@Nullable Map<String, @Nullable String> values) {
        return values == null ? null : json(values);
    }

    private static JsonObject json(Map<String, @Nullable String> values) {
        JsonObject json = new JsonObject();
        values.forEach(json::put);
        return json;
    }

    private static JsonObject json(RunRowCount count) {
        return new JsonObject()
                .put("table", count.table())
                .put("fate", count.fate().name())
                .put("attention", count.attention())
                .put("rows", count.rows());
    }
}
