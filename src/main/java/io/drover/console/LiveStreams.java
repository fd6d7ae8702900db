package io.drover.console;

import io.drover.config.DaemonThreads;
import io.drover.http.Beat;
import io.drover.http.EventStream;
import io.drover.site.Sites;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps open pages up to date. What several people look at is looked at once for all of them: within a moment when a run
 * begins or ends here or a site moves, and every {@link LiveStream#EVERY} for all that happens elsewhere, which also shows the browser
 * that the connection lives. While no page is open, nothing is done. Thread-safe.
 */
final class LiveStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

    private static final int MOST = 1000;
    private static final int LOOKERS = 4;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Sites sites;
    private final Pages pages;
    /** By address. */
    private final Map<String, LiveStream> streams = new ConcurrentHashMap<>();

    private final Beat beat = new Beat("live pages", TICK, this::tick);
    /** A page whose look takes long keeps one of these. */
    private final ThreadPoolExecutor lookers = new ThreadPoolExecutor(
            LOOKERS,
            LOOKERS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("live page"),
            // Of looks that come after the end.
            new ThreadPoolExecutor.DiscardPolicy());

    /** Pages that are being looked at, by address. */
    private final Set<String> looking = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    LiveStreams(Sites sites, Pages pages) {
        this.sites = sites;
        this.pages = pages;
        lookers.allowCoreThreadTimeOut(true);
    }

    /** True when no further page can be kept up to date. */
    boolean areFull() {
        return streams.values().stream().mapToInt(LiveStream::viewers).sum() >= MOST;
    }

    /**
     * Keeps a page up to date from now on, or ends its stream at once after {@link #close}.
     *
     * @param address of the stream: pages with the same one are the same
     */
    void open(String address, Supplier<LivePage> view, EventStream viewer) {
        streams.compute(address, (same, known) -> {
            LiveStream stream = known == null ? new LiveStream(view, pages) : known;
            stream.add(viewer);
            return stream;
        });
        // Looked at after it was added: either this or close() sees the viewer.
        if (closed) {
            endAll();
        }
        beat.begin();
    }

    private boolean tick() {
        int pulse = pulse();
        for (String address : List.copyOf(streams.keySet())) {
            LiveStream stream = streams.computeIfPresent(address, (same, known) -> known.viewers() == 0 ? null : known);
            if (stream != null && !looking.contains(address) && stream.takeTurn(pulse)) {
                looking.add(address);
                lookers.execute(() -> look(address, stream));
            }
        }
        return !streams.isEmpty();
    }

    private void look(String address, LiveStream stream) {
        try {
            stream.look();
        } catch (RuntimeException e) {
            // The browser hears nothing, asks, and gets the answer that tells what is wrong.
            LOG.debug("{} is not up to date", address, e);
        } finally {
            looking.remove(address);
        }
    }

    /** Changes when a run begins or ends in this process, or a site moves. Asks nobody. */
    private int pulse() {
        return sites.all().stream()
                .map(site -> List.of(
                        site.view().state(),
                        site.executor().ended(),
                        site.executor().running().stream()
                                .map(running -> running.run().run())
                                .sorted()
                                .toList()))
                .toList()
                .hashCode();
    }

    private void endAll() {
        streams.values().forEach(LiveStream::close);
    }

    /** Ends all streams, so that browsers find out at once; those that come later, while the server still ends, likewise. */
    @Override
    public void close() {
        closed = true;
        endAll();
        lookers.shutdown();
    }
}
