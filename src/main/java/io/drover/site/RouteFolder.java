package io.drover.site;

import io.drover.config.DroverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the route files of one site stand: {@code routes/*.camel.yaml} and {@code routes/*.java}, each replaced by the
 * file for the same task in {@code routes/SITE/} where there is one.
 */
final class RouteFolder {

    /** RELIABILITY S41: names that look the same on every machine and mean nothing to a shell. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}\\.camel\\.yaml|[A-Za-z][A-Za-z0-9_]{0,63}\\.java");

    private static final Pattern LOOKS_LIKE_ONE = Pattern.compile("(?is)[^.].*\\.(ya?ml|java)[.\\s]*");

    private final Path root;
    private final String site;

    /**
     * What stands there.
     *
     * @param files by name of the task
     * @param problems files that would be overlooked without a word
     */
    record Listing(SortedMap<String, Path> files, List<RouteProblem> problems) {}

    RouteFolder(Path root, String site) {
        this.root = root;
        this.site = site;
    }

    /** @throws DroverException when the folder cannot be read: that says nothing about the files */
    Listing list() {
        Listing listing = new Listing(new TreeMap<>(), new ArrayList<>());
        try {
            add(root, listing);
        } catch (IOException e) {
            throw new DroverException("The folder %s cannot be read: %s".formatted(root, RouteFault.describe(e)), e);
        }
        try {
            add(root.resolve(site), listing);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Most sites have no files of their own.
        } catch (IOException e) {
            throw new DroverException(
                    "The folder %s cannot be read: %s".formatted(root.resolve(site), RouteFault.describe(e)), e);
        }
        return listing;
    }

    private void add(Path folder, Listing listing) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.sorted().toList()) {
                String name = file.getFileName().toString();
                if (NAME.matcher(name).matches()) {
                    Path other = files.putIfAbsent(RouteName.of(name), file);
                    if (other != null) {
                        listing.problems().add(problem(file, "Its task is defined by " + shown(other) + " already"));
                    }
                } else if (LOOKS_LIKE_ONE.matcher(name).matches() && !Files.isDirectory(file)) {
                    listing.problems()
                            .add(problem(
                                    file,
                                    "This is no name of a route file. It is made of a-z, 0-9, - and"
                                            + " ends with .camel.yaml, or is a class and ends with .java"));
                }
            }
        }
        listing.files().putAll(files);
    }

    private RouteProblem problem(Path file, String reason) {
        return new RouteProblem(shown(file), null, reason);
    }

    /** What is wrong with a file, out of what reading or starting it threw. */
    RouteProblem problem(Path file, Throwable fault) {
        BrokenRouteException broken = RouteFault.broken(fault, null);
        return new RouteProblem(shown(file), broken.line(), String.valueOf(broken.getMessage()));
    }

    /**
     * Refuses what leads out of the folder of route files, and what is no file at all.
     *
     * @throws IOException when it cannot be looked at, for instance because it is gone
     */
    void check(Path file) throws IOException {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new BrokenRouteException(null, "The link leads to nothing");
        }
        if (!file.toRealPath().startsWith(root.toRealPath())) {
            throw new BrokenRouteException(null, "The link leads out of the folder of route files");
        }
        if (!Files.isRegularFile(file)) {
            throw new BrokenRouteException(null, "This is no file");
        }
    }

    /** A path as people know it; whatever is no plain letter is spelt out. */
    String shown(Path file) {
        String path = name() + "/" + root.relativize(file);
        return path.chars()
                .mapToObj(each -> each > ' ' && each < 127 ? Character.toString(each) : "\\u%04X".formatted(each))
                .reduce("", String::concat);
    }

    /** As people know it. */
    String name() {
        return String.valueOf(root.getFileName());
    }

    /** The folders in which files of this site stand, or may come to stand. */
    List<Path> folders() {
        return List.of(root, root.resolve(site), root.resolve("sql"));
    }
}
