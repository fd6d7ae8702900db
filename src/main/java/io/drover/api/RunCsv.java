package io.drover.api;

import io.drover.run.Run;
import io.drover.send.SendCounts;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Runs as lines of CSV, with the same names as in JSON. */
final class RunCsv {

    private static final CsvLine LINE = new CsvLine(List.of(
            "run",
            "site",
            "task",
            "title",
            "purpose",
            "mode",
            "cause",
            "requestedBy",
            "requestedAt",
            "dueAt",
            "startedAt",
            "endedAt",
            "node",
            "status",
            "result",
            "message",
            "read",
            "equal",
            "inserted",
            "updated",
            "removed",
            "refused",
            "held",
            "skipped"));

    private RunCsv() {}

    static void writeHead(Writer out) throws IOException {
        LINE.writeHead(out);
    }

    static void write(Writer out, Run run) throws IOException {
        SendCounts counts = run.counts();
        LINE.write(
                out,
                String.valueOf(run.run()),
                run.site(),
                run.task(),
                run.title(),
                run.purpose().name(),
                run.mode().name(),
                run.cause(),
                run.requestedBy(),
                RunJson.text(run.requestedAt()),
                RunJson.text(run.dueAt()),
                RunJson.text(run.startedAt()),
                RunJson.text(run.endedAt()),
                run.node(),
                run.status().word(),
                run.result() == null ? null : run.result().word(),
                run.message(),
                String.valueOf(counts.read()),
                String.valueOf(counts.equal()),
                String.valueOf(counts.inserted()),
                String.valueOf(counts.updated()),
                String.valueOf(counts.removed()),
                String.valueOf(counts.refused()),
                String.valueOf(counts.held()),
                String.valueOf(counts.skipped()));
    }
}
