package io.drover.csv;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * A folder into which exports are dropped.
 *
 * @param include pattern of the names
 * @param done where files go whose run has committed
 * @param settle how long a file must not have changed before it counts as complete
 */
record CsvFolder(Path path, String include, Path done, Duration settle, Take take, Clock clock) {

    /** Which of several complete files a run reads. */
    enum Take {
        /** Each export is the whole set: the newest counts, older ones are superseded. */
        NEWEST,
        /** Each export holds changes: one file per run, in the order in which they were written. */
        OLDEST
    }

    /**
     * What a run takes.
     *
     * @param superseded older files that the one that is read makes void
     */
    record Taken(CsvFile file, List<CsvFile> superseded) {}

    private static final Comparator<CsvFile> BY_AGE =
            Comparator.comparing(CsvFile::changed).thenComparing(CsvFile::name);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Looks for a complete file.
     *
     * @throws CsvException when the folder is not there or cannot be read
     */
    Optional<Taken> look() {
        List<CsvFile> complete =
                files().stream().filter(this::isSettled).sorted(BY_AGE).toList();
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        int last = complete.size() - 1;
        return Optional.of(
                take == Take.OLDEST
                        ? new Taken(complete.get(0), List.of())
                        : new Taken(complete.get(last), complete.subList(0, last)));
    }

    /** Why {@link #look()} found nothing, for a person. */
    String absence() {
        return files().stream()
                .max(BY_AGE)
                .map(file ->
                        "%s in %s was written to at %s and may be incomplete; it is taken when it rested for %d seconds"
                                .formatted(file.name(), path, file.changed(), settle.toSeconds()))
                .orElseGet(() -> "No file %s in %s".formatted(include, path));
    }

    private boolean isSettled(CsvFile file) {
        Instant rested = file.changed().toInstant().plus(settle);
        return settle.isZero() || !rested.isAfter(clock.instant());
    }

    private List<CsvFile> files() {
        List<CsvFile> found = new ArrayList<>();
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(path, include)) {
            for (Path each : matching) {
                if (Files.isRegularFile(each) && !Files.isHidden(each)) {
                    add(found, each);
                }
            }
        } catch (NoSuchFileException e) {
            throw new CsvException("The folder %s is not there".formatted(path.toAbsolutePath()), e);
        } catch (PatternSyntaxException e) {
            throw new CsvException(
                    "include: '%s' is no pattern of file names such as stock-*.csv".formatted(include), e);
        } catch (IOException e) {
            throw new CsvException("The folder %s cannot be read: %s".formatted(path.toAbsolutePath(), e), e);
        }
        return found;
    }

    private static void add(List<CsvFile> found, Path file) throws IOException {
        try {
            found.add(CsvFile.of(file));
        } catch (NoSuchFileException gone) {
            // Whoever took it away between two looks wants it not to be sent.
        }
    }

    /**
     * Moves what a run took out of the way, each file with the time in its name.
     *
     * @return what happened, one line for each file
     */
    List<String> putAway(Taken taken) {
        List<String> lines = new ArrayList<>();
        lines.add(putAway(taken.file(), ""));
        taken.superseded().forEach(file -> lines.add(putAway(file, "superseded-")));
        return lines;
    }

    private String putAway(CsvFile file, String mark) {
        try {
            Files.createDirectories(done);
            Path place = freePlace(STAMP.format(clock.instant()) + "-" + mark, file.name());
            return file.moveTo(place)
                    ? "%s moved to %s".formatted(file.name(), place)
                    : "%s stays: a newer file of this name arrived meanwhile".formatted(file.name());
        } catch (IOException e) {
            return "%s cannot be moved to %s, so the next run reads it again: %s".formatted(file.name(), done, e);
        }
    }

    private Path freePlace(String prefix, String name) {
        Path place = done.resolve(prefix + name);
        for (int i = 2; Files.exists(place); i++) {
            place = done.resolve(prefix + i + "-" + name);
        }
        return place;
    }
}
