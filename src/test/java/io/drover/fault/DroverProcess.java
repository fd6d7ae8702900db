package io.drover.fault;

import io.drover.app.Drover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * {@code drover run} in a process of its own, to be killed. Its output is in a log of its folder, one per start; the log
 * of a process that ended by itself or did not answer is kept in {@code target}.
 */
final class DroverProcess implements AutoCloseable {

    private static final Path KEPT = Path.of("target");
    private static final int TOLD_LINES = 20;

    private final Process process;
    private final DroverApi api;
    private final Path log;
    private volatile boolean killed;

    private DroverProcess(Process process, int port, Path log) {
        this.process = process;
        this.api = new DroverApi("http://127.0.0.1:" + port, this::state);
        this.log = log;
    }

    /** Starts it; it is hardly begun when this returns. */
    static DroverProcess start(Path folder, int port) throws IOException {
        return start(folder, port, "192m");
    }

    /** @param heap as {@code -Xmx} takes it */
    static DroverProcess start(Path folder, int port, String heap) throws IOException {
        Path log = Files.createTempFile(folder, "drover", ".log");
        // Quick to start rather than quick to run: it lives a second or two.
        Process process = new ProcessBuilder(
                        // A shell has what it starts in the background ignore Ctrl-C, and so would this process.
                        "env",
                        "--default-signal=INT",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx" + heap,
                        "-Xss1m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-XX:+ExitOnOutOfMemoryError", // as the program drover has it
                        "-Djdk.net.hosts.file=" + hosts(folder),
                        "-Dsun.net.inetaddr.ttl=0",
                        "-Dsun.net.inetaddr.negative.ttl=0",
                        "-Djava.io.tmpdir=" + Files.createDirectories(temporary(folder)),
                        "-XX:ErrorFile=" + KEPT.resolve("drover-%p.error").toAbsolutePath(),
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

    /** The file in which the processes of a folder look names up; they remember nothing of what they found. */
    static Path hosts(Path folder) {
        return folder.resolve("hosts");
    }

    /** Where the processes of a folder have their temporary files. */
    static Path temporary(Path folder) {
        return folder.resolve("tmp");
    }

    /** Waits until it has greeted: its sites run, and a first start has filled the shop. */
    DroverProcess awaitReady() {
        try {
            Awaitility.await("a ready Drover")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        refuseOwnEnd();
                        return Files.readString(log).contains("Drover is ready") && api.isReady();
                    });
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(state(), e);
        }
        return this;
    }

    DroverApi api() {
        return api;
    }

    /** SIGKILL: the process has no chance to tidy up, and is gone when this returns. It must have been alive. */
    void kill() throws InterruptedException {
        refuseOwnEnd();
        end();
    }

    /**
     * Asks the process to end, as a system does (TERM) or a person with Ctrl-C (INT), and waits until it has.
     *
     * @return its exit code
     */
    int end(String signal, Duration limit) throws IOException, InterruptedException {
        signal(signal);
        killed = true;
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    told("has not ended %d s after SIG%s".formatted(limit.toSeconds(), signal)));
        }
        return process.exitValue();
    }

    /** SIGSTOP: it does nothing more, and its system goes on to answer for it, until it is thawed. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        refuseOwnEnd();
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("SIG%s of process %d: exit code %d".formatted(name, process.pid(), code));
        }
    }

    /**
     * Waits until the process has ended by itself.
     *
     * @return its exit code
     */
    int awaitOwnEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(told("has not ended by itself within %d s".formatted(limit.toSeconds())));
        }
        killed = true;
        return process.exitValue();
    }

    /** As everybody on the machine can see it. */
    String commandLine() throws IOException {
        return Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())));
    }

    /** What it has printed and logged since its start. */
    String output() throws IOException {
        return Files.readString(log);
    }

    boolean isKilled() {
        return killed;
    }

    private void end() throws InterruptedException {
        killed = true;
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process %d outlived its SIGKILL".formatted(process.pid()));
        }
    }

    private void refuseOwnEnd() {
        if (!killed && !process.isAlive()) {
            throw new IllegalStateException(state());
        }
    }

    /** What became of the process, for whoever gets no answer from it. One that is about to end is given the time. */
    private String state() {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                return told("lives but does not answer");
            }
            return killed
                    ? "Drover, process %d, was killed".formatted(process.pid())
                    : told("ended by itself with exit code %d (128 + number for a signal)"
                            .formatted(process.exitValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String told(String what) throws IOException {
        Path kept = KEPT.resolve("drover-%d.log".formatted(process.pid())).toAbsolutePath();
        Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
        List<String> lines = Files.readAllLines(kept);
        return "Drover, process %d, %s, log %s:%n%s"
                .formatted(
                        process.pid(),
                        what,
                        kept,
                        String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())));
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}
