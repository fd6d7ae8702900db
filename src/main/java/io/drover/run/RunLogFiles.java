package io.drover.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of runs on disk: {@code logs/SITE/runs/DAY/RUN.log}, after the day on which the run began. A disk that is full or
 * away is told in the server's log and keeps no run from going on. Thread-safe: the lines of one run come one after the
 * other.
 */
public final class RunLogFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RunLogFiles.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss", Locale.US);
    private static final String RUNS = "runs";

    private final Path logs;
    private final ZoneId zone;

    /** @param logs the folder of all logs, {@code drover.logs} */
    public RunLogFiles(Path logs, ZoneId zone) {
        this.logs = logs;
        this.zone = zone;
    }

    /** Where the log of a run is, if it has a file. */
    public Path of(Run run) {
        return folder(run).resolve(run.run() + ".log");
    }

    private Path folder(Run run) {
        Instant began = Objects.requireNonNullElse(run.startedAt(), run.requestedAt());
        return logs.resolve(run.site())
                .resolve(RUNS)
                .resolve(began.atZone(zone).toLocalDate().toString());
    }

    void append(Run run, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (LogLine line : lines) {
            text.append(TIME.format(line.at().atZone(zone)))
                    .append(" : ")
                    .append(line.text())
                    .append('\n');
        }
        Path file = of(run);
        try {
            Files.createDirectories(folder(run));
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("run={}: its log cannot be written to {}: {}", run.run(), file, e.getMessage());
        }
    }

    /**
     * Deletes the folders of days that are over.
     *
     * @param first the first day that is kept
     */
    public void deleteBefore(LocalDate first) {
        for (Path site : list(logs)) {
            for (Path day : list(site.resolve(RUNS))) {
                if (isBefore(day, first)) {
                    delete(day);
                }
            }
        }
    }

    private static boolean isBefore(Path day, LocalDate first) {
        try {
            return LocalDate.parse(String.valueOf(day.getFileName())).isBefore(first);
        } catch (DateTimeParseException e) {
            return false; // Not ours.
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be listed: {}", folder, e.getMessage());
            return List.of();
        }
    }

    private static void delete(Path day) {
        try (Stream<Path> files = Files.walk(day)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Old logs of runs cannot be deleted: {}", e.getMessage());
        }
    }
}
