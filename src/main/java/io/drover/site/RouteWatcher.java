package io.drover.site;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files changed in the folders of route files. Guarantee: at the latest {@value #NET_SECONDS} seconds after a
 * change, usually within half a second, and never before the folders were quiet for a moment: a file that is being saved
 * is not told half-way, unless saving it takes longer than that.
 *
 * <p>The file system's own notices only wake it; what counts is what the folders look like. So a notice that is lost, or a
 * file system that gives none (NFS), costs time but no change.
 */
final class RouteWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatcher.class);

    private static final int NET_SECONDS = 2;
    private static final Duration QUIET = Duration.ofMillis(150);
    /** Someone who writes without a pause must not keep the others' changes from being seen. */
    private static final int MOST_QUIET_WAITS = 20;

    private final Supplier<Set<Path>> folders;
    private final Runnable changed;
    private final Thread thread = new Thread(this::watch, "route files");
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private volatile boolean closed;

    /** What can be seen of a file from outside. */
    private record Stamp(long size, FileTime time, @Nullable Object key) {}

    /**
     * @param folders those to look at; asked for again and again
     * @param changed called after each change; must return soon
     */
    RouteWatcher(Supplier<Set<Path>> folders, Runnable changed) {
        this.folders = folders;
        this.changed = changed;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try (WatchService service = notices()) {
            Map<Path, Stamp> told = Map.of();
            while (!closed) {
                told = look(service, told);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // Closed.
        } catch (IOException e) {
            LOG.warn("Watching route files did not end well", e);
        }
    }

    /** @return what the folders look like now; a change of that was told */
    private Map<Path, Stamp> look(@Nullable WatchService service, Map<Path, Stamp> told) throws InterruptedException {
        try {
            Set<Path> now = folders.get();
            register(service, now);
            boolean noticed = await(service, Duration.ofSeconds(NET_SECONDS));
            Map<Path, Stamp> seen = stamps(now);
            if (!noticed && seen.equals(told)) {
                return told;
            }
            seen = quiet(service, now, seen);
            changed.run();
            return seen;
        } catch (RuntimeException e) {
            LOG.error("Route files cannot be watched at this moment, will go on", e);
            TimeUnit.SECONDS.sleep(NET_SECONDS);
            return told;
        }
    }

    private Map<Path, Stamp> quiet(@Nullable WatchService service, Set<Path> folders, Map<Path, Stamp> first)
            throws InterruptedException {
        Map<Path, Stamp> seen = first;
        for (int i = 0; i < MOST_QUIET_WAITS; i++) {
            boolean noticed = await(service, QUIET);
            Map<Path, Stamp> next = stamps(folders);
            if (!noticed && next.equals(seen)) {
                break;
            }
            seen = next;
        }
        return seen;
    }

    /** Without notices the folders are only looked at every now and then. */
    private static @Nullable WatchService notices() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "The file system gives no notice of changes, route files are looked at every {} s", NET_SECONDS, e);
            return null;
        }
    }

    /** Registering a folder again does no harm, and finds one that was taken away and came back. */
    private void register(@Nullable WatchService service, Set<Path> wanted) {
        keys.entrySet().removeIf(each -> {
            boolean gone = !wanted.contains(each.getKey()) || !each.getValue().isValid();
            if (gone) {
                each.getValue().cancel();
            }
            return gone;
        });
        for (Path folder : wanted) {
            if (service != null && !keys.containsKey(folder) && Files.isDirectory(folder)) {
                try {
                    keys.put(
                            folder,
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    LOG.debug("No notices of {}", folder, e);
                }
            }
        }
    }

    /** @return whether a file system's notice came that may be about a route file */
    private static boolean await(@Nullable WatchService service, Duration most) throws InterruptedException {
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(most.toNanos());
            return false;
        }
        boolean noticed = false;
        WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        while (key != null) {
            noticed |= key.pollEvents().stream().anyMatch(RouteWatcher::concernsRoutes);
            key.reset();
            key = service.poll();
        }
        return noticed;
    }

    private static boolean concernsRoutes(WatchEvent<?> event) {
        return !(event.context() instanceof Path name) || isOfInterest(name);
    }

    private static boolean isOfInterest(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".java") || name.endsWith(".sql");
    }

    private static Map<Path, Stamp> stamps(Set<Path> folders) {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(RouteWatcher::isOfInterest).forEach(file -> stamps.put(file, stamp(file)));
            } catch (IOException e) {
                // Not there, or not any more: so are its files.
            }
        }
        return stamps;
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(seen.size(), seen.lastModifiedTime(), seen.fileKey());
        } catch (IOException e) {
            return new Stamp(-1, FileTime.fromMillis(0), null);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(NET_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
