package io.drover.site;

import io.drover.config.DroverException;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The route files of one site and which of them are in its Camel.
 *
 * <p>Each file is loaded by itself. One that is broken is told and leaves its last good version in place; the others are
 * loaded all the same. Thread-safe.
 */
final class RouteFiles {

    private final RouteFolder folder;
    private final RouteReader reader;
    private final RouteVersions versions;
    private final Clock clock;
    private final Map<String, Loaded> loaded = new TreeMap<>();
    private final TaskCatalogue catalogue;
    private final Map<String, RouteProblem> notStarted = new TreeMap<>();
    private List<RouteProblem> folderProblems = List.of();
    private List<RouteFile> files = List.of();
    private Map<String, Path> paths = Map.of();
    private boolean started;
    private volatile Seen seen;

    /** @param route its id in the Camel */
    private record Loaded(RouteDraft draft, String route, Instant at) {}

    /** What others see: whoever looks must not wait for a file that is being compiled. */
    private record Seen(
            List<RouteProblem> folderProblems,
            List<RouteFile> files,
            Set<Path> folders,
            Map<String, Path> paths,
            Map<String, RouteDraft> inUse) {}

    RouteFiles(CamelContext context, RouteFolder folder, Clock clock) {
        this.folder = folder;
        this.reader = new RouteReader(context, folder);
        this.versions = new RouteVersions(context);
        this.catalogue = new TaskCatalogue(context);
        this.clock = clock;
        this.seen = new Seen(List.of(), List.of(), Set.copyOf(folder.folders()), Map.of(), Map.of());
    }

    /** What is wrong with the files as they were at the last {@link #load()}. Waits for nothing. */
    List<RouteProblem> problems() {
        Seen now = seen;
        List<RouteProblem> problems = new ArrayList<>(now.folderProblems());
        now.files().forEach(file -> problems.addAll(file.problems()));
        return problems;
    }

    /** All files as they were at the last {@link #load()}, by the name of their task. Waits for nothing. */
    List<RouteFile> files() {
        return seen.files();
    }

    /** Tasks whose files are there and have never been good. Waits for nothing. */
    Set<String> unreadable() {
        return files().stream()
                .filter(file -> file.state() == RouteFile.State.BROKEN)
                .map(RouteFile::task)
                .collect(Collectors.toSet());
    }

    /** The folders in which a change may concern this site. Waits for nothing. */
    Set<Path> folders() {
        return seen.folders();
    }

    /** Where the file that defines a route stood at the last {@link #load()}. Waits for nothing. */
    Optional<Path> path(String name) {
        return Optional.ofNullable(seen.paths().get(name));
    }

    /** What was taken in of it; empty where nothing is. Waits for nothing. */
    Optional<RouteDraft> inUse(String name) {
        return Optional.ofNullable(seen.inUse().get(name));
    }

    private void show() {
        Set<Path> folders = new HashSet<>(folder.folders());
        for (Loaded each : loaded.values()) {
            each.draft()
                    .queries()
                    .keySet()
                    .forEach(query -> folders.add(query.toAbsolutePath().getParent()));
        }
        List<RouteFile> shown = files.stream()
                .map(file -> notStarted.containsKey(file.task()) ? file.with(notStarted.get(file.task())) : file)
                .toList();
        Map<String, RouteDraft> inUse = new HashMap<>();
        loaded.forEach((name, each) -> inUse.put(name, each.draft()));
        seen = new Seen(folderProblems, shown, folders, paths, inUse);
    }

    /**
     * Brings the site's Camel up to date with the files. Routes of unchanged files are not touched; a run that is going on
     * ends on the version it began with.
     *
     * @return what happened and what is wrong since the last time, one line each
     */
    synchronized List<String> load() {
        Set<RouteProblem> known = new HashSet<>(problems());
        List<String> told = new ArrayList<>();
        versions.sweep();
        try {
            RouteFolder.Listing listing = folder.list();
            folderProblems = List.copyOf(listing.problems());
            removeAllBut(listing.files().keySet(), told);
            Set<String> looping = new HashSet<>();
            Map<String, RouteFile> now = new TreeMap<>();
            listing.files().forEach((name, file) -> now.put(name, load(name, file, told, looping)));
            // A file that was read after it may have opened the loop.
            Set.copyOf(looping)
                    .forEach(name -> now.put(
                            name,
                            load(name, Objects.requireNonNull(listing.files().get(name)), told, looping)));
            for (Task task : catalogue.tasks()) {
                for (RouteProblem dead : reader.deadChains(task, listing.files())) {
                    now.computeIfPresent(task.name(), (name, file) -> file.with(dead));
                }
            }
            files = List.copyOf(now.values());
            paths = Map.copyOf(listing.files());
        } catch (DroverException e) {
            folderProblems = List.of(new RouteProblem(folder.name(), null, e.getMessage() + "; nothing was changed"));
        }
        show();
        folderProblems.stream()
                .filter(problem -> !known.contains(problem))
                .forEach(problem -> told.add(problem.text()));
        for (RouteFile file : files) {
            String end = file.state() == RouteFile.State.LAST_GOOD ? "; its last good version stays in use" : "";
            file.problems().stream()
                    .filter(problem -> !known.contains(problem))
                    .forEach(problem -> told.add(problem.text() + end));
        }
        return told;
    }

    private void removeAllBut(Set<String> names, List<String> told) {
        for (String gone : List.copyOf(loaded.keySet())) {
            if (!names.contains(gone)) {
                Loaded last = loaded.remove(gone);
                notStarted.remove(gone);
                versions.retire(last.route());
                told.add(folder.shown(last.draft().file()) + " is gone, and task " + gone + " with it");
            }
        }
    }

    /** @param looping names of files that cannot be used because a chain would go round */
    private RouteFile load(String name, Path file, List<String> told, Set<String> looping) {
        Loaded before = loaded.get(name);
        List<RouteProblem> problems;
        RouteFile.State state = RouteFile.State.LOADED;
        try {
            RouteDraft draft = reader.read(name, file, before == null ? null : before.draft());
            if (before == null || draft != before.draft()) {
                reader.checkChain(draft, catalogue.tasks());
                replace(before, draft);
                told.add(folder.shown(file) + " is loaded");
            }
            problems = draft.notes();
        } catch (Exception | LinkageError | StackOverflowError e) {
            if (e instanceof ChainLoopException) {
                looping.add(name);
            }
            problems = List.of(folder.problem(file, e));
            state = before == null ? RouteFile.State.BROKEN : RouteFile.State.LAST_GOOD;
        }
        Loaded now = loaded.get(name);
        return new RouteFile(folder.shown(file), name, state, now == null ? null : now.at(), problems);
    }

    private void replace(@Nullable Loaded before, RouteDraft draft) throws Exception {
        String route = versions.add(draft);
        String older = before == null ? null : before.route();
        if (started) {
            versions.startInPlaceOf(older, route);
        }
        loaded.put(draft.name(), new Loaded(draft, route, clock.instant()));
        notStarted.remove(draft.name());
        if (older != null) {
            versions.retire(older);
        }
    }

    /**
     * Starts all routes; one that cannot start keeps no other from starting. From now on, routes that are loaded are
     * started as well.
     *
     * @return which did not start and why
     */
    synchronized List<RouteProblem> start() {
        started = true;
        notStarted.clear();
        loaded.forEach((name, each) -> {
            try {
                versions.start(each.route());
            } catch (Exception e) {
                notStarted.put(name, folder.problem(each.draft().file(), e));
            }
        });
        show();
        return List.copyOf(notStarted.values());
    }

    /** To be called when nothing runs any more: Camel would not end it. */
    synchronized void stop() {
        started = false;
        notStarted.clear();
        loaded.values().forEach(each -> versions.halt(each.route()));
        versions.sweep();
        show();
    }
}
