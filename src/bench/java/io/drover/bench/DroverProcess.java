package io.drover.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A running Drover, asked through its API. */
final class DroverProcess implements AutoCloseable {

    static final String HEAP = "256m";

    /** As {@code ./drover run} has them. */
    static final List<String> OPTIONS = List.of("-XX:+UseParallelGC");

    /** Seldom, because an answer costs time of the machine; how long a run took is told by the run. */
    private static final Duration POLL = Duration.ofMillis(250);

    private final ChildJvm program;
    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();

    private DroverProcess(ChildJvm program) throws IOException {
        this.program = program;
        this.api = URI.create(program.answer() + "api/v1/");
    }

    /** A fresh Drover; its site is running when this returns. */
    static DroverProcess start(DroverHome home) throws IOException {
        ChildJvm.Program program = new ChildJvm.Program(
                "drover",
                HEAP,
                OPTIONS,
                System.getProperty("java.class.path"),
                home.passwords(),
                DroverMain.class.getName(),
                List.of(home.settings().toString()));
        return new DroverProcess(ChildJvm.start(home.folder(), program));
    }

    /** Sends the whole table and waits for the end. */
    Run sendAll(Products table) throws IOException, InterruptedException {
        return send(table.task(), "send-all");
    }

    /** Sends what changed since the last run and waits for the end. */
    Run sendChanged(Products table) throws IOException, InterruptedException {
        return send(table.task(), "send-changed");
    }

    /** A run without a row, on a table without one: what a run costs by itself. */
    Run sendNothing(Products table) throws IOException, InterruptedException {
        return send(table.emptyTask(), "send-all");
    }

    private Run send(String task, String mode) throws IOException, InterruptedException {
        long number = ask(HttpRequest.newBuilder(api.resolve("sites/BENCH/tasks/" + task + "/" + mode))
                        .POST(BodyPublishers.noBody()))
                .getLong("run");
        while (true) {
            JsonObject run = ask(HttpRequest.newBuilder(api.resolve("runs/" + number)));
            if (run.getString("endedAt") != null) {
                return Run.of(run);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private JsonObject ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        String answer = http.send(request.build(), BodyHandlers.ofString()).body();
        JsonObject json = new JsonObject(answer);
        if (!json.containsKey("run")) {
            throw new IOException("Drover refused: " + answer);
        }
        return json;
    }

    /** Where its console is. */
    URI address() {
        return api.resolve("/");
    }

    Duration cpu() {
        return program.cpu();
    }

    long residentMegabytes() throws IOException {
        return program.residentMegabytes();
    }

    long heapPeakMegabytes() throws IOException {
        return program.heapPeakMegabytes();
    }

    @Override
    public void close() throws IOException {
        program.close();
    }

    /** A run that ended well. */
    record Run(Duration time, long read, long equal, long inserted, long updated, long removed) {

        private static Run of(JsonObject run) {
            if (!"OK".equals(run.getString("result"))) {
                throw new IllegalStateException("Drover's run failed: " + run.getString("message"));
            }
            return new Run(
                    Duration.between(
                            Instant.parse(run.getString("startedAt")), Instant.parse(run.getString("endedAt"))),
                    run.getLong("read"),
                    run.getLong("equal"),
                    run.getLong("inserted"),
                    run.getLong("updated"),
                    run.getLong("removed"));
        }

        long written() {
            return inserted + updated + removed;
        }
    }
}
