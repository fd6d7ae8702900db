package io.drover.app;

import io.drover.config.DroverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PostgreSQL processes of one data folder. A Drover that was killed leaves them running; they are known by their
 * programs, which lie in this folder, or by the folder's {@code postmaster.pid}. Needs the folder's lock.
 */
final class PostgresProcesses {
    private static final Duration FAST_STOP = Duration.ofSeconds(10);
    private static final Duration QUICK_STOP = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 20;

    private final Path programs;
    private final Path cluster;

    PostgresProcesses(Path programs, Path cluster) {
        this.programs = programs;
        this.cluster = cluster;
    }

    boolean isAnyAlive() {
        return !all().isEmpty();
    }

    /**
     * Stops them all: a fast shutdown that rolls back and disconnects, after 10 s one without a checkpoint (the next
     * start recovers), after 5 s more an end by force. None is left when this returns, nor is their
     * {@code postmaster.pid}.
     *
     * @return whether there was anything to stop
     */
    boolean stop() {
        return stop(FAST_STOP);
    }

    /** As {@link #stop()} with another limit for the fast shutdown. */
    boolean stop(Duration fastStop) {
        boolean interrupted = Thread.interrupted(); // a stop that was begun is finished
        try {
            return stopAll(fastStop);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean stopAll(Duration fastStop) {
        boolean found = isAnyAlive();
        signal("INT");
        if (!areGoneWithin(fastStop)) {
            signal("QUIT");
            if (!areGoneWithin(QUICK_STOP)) {
                all().forEach(ProcessHandle::destroyForcibly);
                if (!areGoneWithin(QUICK_STOP)) {
                    throw new DroverException("PostgreSQL processes of " + cluster + " cannot be stopped: end "
                            + all().stream().map(ProcessHandle::pid).toList() + " by hand");
                }
            }
        }
        removeStalePidFile();
        return found;
    }

    /** Children end with their parent, so only those whose parent is none of them get the signal. */
    private void signal(String name) {
        List<ProcessHandle> all = all();
        all.stream()
                .filter(process -> process.parent().filter(all::contains).isEmpty())
                .forEach(process -> signal(process, name));
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy(); // a system without the command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean areGoneWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAnyAlive()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> all() {
        List<String> folders = Stream.of(programs.toAbsolutePath(), real(programs))
                .map(folder -> folder + folder.getFileSystem().getSeparator())
                .toList();
        Stream<ProcessHandle> byProgram = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> folders.stream().anyMatch(command::startsWith))
                        .isPresent());
        return Stream.concat(byProgram, postmaster().stream())
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
    }

    /** The process of {@code postmaster.pid}, if it is alive and no other program that got its number since. */
    private Optional<ProcessHandle> postmaster() {
        try (Stream<String> lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(this::isPostmaster);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // none, or half-written
        }
    }

    private boolean isPostmaster(ProcessHandle process) {
        String command = process.info().command().orElse("");
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return command.contains("postgres")
                && (arguments.contains(cluster.toString())
                        || arguments.contains(real(cluster).toString()));
    }

    private void removeStalePidFile() {
        try {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new DroverException("postmaster.pid of " + cluster + " cannot be removed: " + e, e);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath(); // not there yet
        }
    }
}
