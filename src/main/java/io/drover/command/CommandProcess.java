package io.drover.command;

import io.drover.config.DaemonThreads;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs. It gets no input, no shell, and of the environment only what it needs. Guarantee: when {@link #close}
 * returns, neither it nor anything it began runs any more, except what cannot be ended, which is told in the server's log.
 * For one thread, which may be interrupted.
 */
final class CommandProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandProcess.class);

    /** What a program may know of the machine; everything else, passwords among it, stays here. */
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private static final int LONGEST_LINE = 2_000;
    /** How long processes may take to end when they are asked to; then they are killed. */
    private static final Duration ASKED = Duration.ofMillis(500);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** For the last lines, once nothing writes any more. */
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

    private final Command command;
    private final Process process;
    private final ProcessTree tree;
    private final Consumer<String> output;
    private final Thread reader;
    private volatile String lastLine = "";

    private CommandProcess(Command command, Process process, ProcessTree tree, Consumer<String> output) {
        this.command = command;
        this.process = process;
        this.tree = tree;
        this.output = output;
        this.reader = new DaemonThreads("output of " + command.name()).newThread(this::read);
    }

    /**
     * Starts the program in its own folder.
     *
     * @param environment what it is told besides
     * @param output is given each line that it writes, by another thread
     * @throws CommandException when it cannot be started
     */
    static CommandProcess start(Command command, Map<String, String> environment, Consumer<String> output)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(command.program().toString());
        words.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(Objects.requireNonNull(command.program().getParent()).toFile())
                .redirectErrorStream(true);
        String mark = UUID.randomUUID().toString();
        builder.environment().keySet().retainAll(PASSED_ON);
        builder.environment().putAll(environment);
        builder.environment().put(ProcessTree.MARK, mark);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandException("%s cannot be started: %s".formatted(command.name(), e.getMessage()), e);
        }
        CommandProcess started =
                new CommandProcess(command, process, new ProcessTree(process.toHandle(), mark), output);
        started.reader.start();
        // Whoever asks for input gets its end at once: nobody is there to answer (IA14).
        process.getOutputStream().close();
        return started;
    }

    /** @return the exit code */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** The last line that it wrote, as the end of a message; empty when it wrote none. Known once it is closed. */
    String lastWords() {
        close();
        return lastLine.isEmpty() ? "" : ": " + lastLine;
    }

    private void read() {
        try (Reader characters = new InputStreamReader(process.getInputStream(), command.charset())) {
            StringBuilder line = new StringBuilder();
            char[] some = new char[8192];
            for (int count = characters.read(some); count >= 0; count = characters.read(some)) {
                for (int i = 0; i < count; i++) {
                    add(line, some[i]);
                }
            }
            tell(line);
        } catch (IOException e) {
            LOG.debug("{}: its output has ended: {}", command.name(), e.getMessage());
        }
    }

    /** Of a line without end its beginning is kept. */
    private void add(StringBuilder line, char next) {
        if (next == '\n') {
            tell(line);
        } else if (line.length() < LONGEST_LINE) {
            line.append(next);
        }
    }

    private void tell(StringBuilder line) {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        if (!text.isEmpty()) {
            lastLine = text;
            output.accept(text);
        }
    }

    /** Ends whatever of it still runs, and waits for its last lines. Is not kept from that by an interrupt. */
    @Override
    public void close() {
        boolean isInterrupted = Thread.interrupted();
        long begin = System.nanoTime();
        List<ProcessHandle> left = tree.alive();
        while (!left.isEmpty() && passed(begin).compareTo(END_LIMIT) < 0) {
            boolean isAsked = passed(begin).compareTo(ASKED) < 0;
            left.forEach(isAsked ? ProcessHandle::destroy : ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE.toNanos());
            isInterrupted |= Thread.interrupted();
            left = tree.alive();
        }
        if (!left.isEmpty()) {
            LOG.error("{}: processes {} cannot be ended", command.name(), left);
        }
        isInterrupted |= awaitOutput();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration passed(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** @return whether the thread was interrupted meanwhile */
    private boolean awaitOutput() {
        try {
            TimeUnit.NANOSECONDS.timedJoin(reader, OUTPUT_LIMIT.toNanos());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
