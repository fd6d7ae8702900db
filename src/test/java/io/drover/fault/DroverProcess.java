package io.drover.fault;

import io.drover.app.Drover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code drover run} in a process of its own, to be killed. Its output is in a log of its folder, one per start. */
final class DroverProcess implements AutoCloseable {

    private final Process process;
    private final DroverApi api;
    private final Path log;

    private DroverProcess(Process process, int port, Path log) {
        this.process = process;
        this.api = new DroverApi("http://127.0.0.1:" + port);
        this.log = log;
    }

    /** Starts it; it is hardly begun when this returns. */
    static DroverProcess start(Path folder, int port) throws IOException {
        Path log = Files.createTempFile(folder, "drover", ".log");
        // Quick to start rather than quick to run: it lives a second or two.
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx192m",
                        "-Xss1m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Drover.class.getName(),
                        "run",
                        "--settings",
                        folder.resolve("application.properties").toString(),
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        return new DroverProcess(process, port, log);
    }

    /** Waits until it has greeted: its sites run, and a first start has filled the shop. */
    DroverProcess awaitReady() {
        Awaitility.await("a ready Drover, see " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("It ended before it was ready, see " + log);
                    }
                    return Files.readString(log).contains("Drover is ready") && api.isReady();
                });
        return this;
    }

    DroverApi api() {
        return api;
    }

    /** SIGKILL: the process has no chance to tidy up, and is gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process %d outlived its SIGKILL".formatted(process.pid()));
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
