package io.drover.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A Java program in a fresh process with a heap of a fixed size, working in a folder. What it says goes to a log there. */
final class ChildJvm implements AutoCloseable {

    /** Begins the line by which a program answers its starter. */
    static final String ANSWER = "bench: ";

    private static final Pattern BEFORE_COLLECTION = Pattern.compile("(\\d+)M->");
    private static final long PATIENCE_MINUTES = 60;
    private static final long END_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final Path collections;
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    private ChildJvm(Process process, Path log, Path collections) {
        this.process = process;
        this.log = log;
        this.collections = collections;
        new Thread(this::listen, "output of " + log.getFileName()).start();
    }

    private void listen() {
        try (BufferedReader output = process.inputReader();
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(ANSWER)) {
                    answer.complete(line.substring(ANSWER.length()));
                }
                copy.append(line).append(System.lineSeparator());
                copy.flush();
            }
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        answer.completeExceptionally(new IOException("The program ended without an answer, its log is " + log));
    }

    /** Starts a program that works, and leaves its logs, in a folder. */
    static ChildJvm start(Path folder, Program program) throws IOException {
        Path log = folder.resolve(program.name + ".log");
        Path collections = folder.resolve(program.name + "-gc.log");
        Files.deleteIfExists(collections);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + program.heap,
                "-Xlog:gc:file=" + collections));
        command.addAll(program.options);
        command.addAll(List.of("-cp", program.classPath, program.main));
        command.addAll(program.arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(program.environment);
        return new ChildJvm(builder.start(), log, collections);
    }

    /** Waits for the program's answer, an hour at most. */
    String answer() throws IOException {
        try {
            return answer.orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** How long its threads have worked until now. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory of the machine that it takes, where the system tells that in {@code /proc}. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** The most of its heap that was in use before a collection; 0 if there was none. */
    long heapPeakMegabytes() throws IOException {
        return BEFORE_COLLECTION
                .matcher(Files.readString(collections))
                .results()
                .map(MatchResult::group)
                .mapToLong(found -> Long.parseLong(found.replace("M->", "")))
                .max()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What to start.
     *
     * @param heap as {@code -Xmx} takes it
     * @param options of the JVM besides
     * @param environment for what a command line must not show
     */
    record Program(
            String name,
            String heap,
            List<String> options,
            String classPath,
            Map<String, String> environment,
            String main,
            List<String> arguments) {}
}
