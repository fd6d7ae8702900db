package io.drover.api;

import io.drover.http.Beat;
import io.drover.http.EventStream;
import io.drover.http.Problem;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.RunTail;
import io.drover.site.Site;
import io.drover.site.SiteView;
import io.drover.site.Sites;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens, while it happens: {@code site} when a site's state changes, {@code run} when a run of any node is asked for,
 * begins or ends. It is found out once for all who listen, once a second, with one statement; nothing is done while nobody
 * listens. Who falls behind is cut off. Thread-safe.
 */
final class EventHandler {

    private static final int MOST = 200;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int TICKS_OF_SILENCE = 15;
    private static final Buffer ALIVE = Buffer.buffer(": alive\n\n");

    private final KnownSites sites;
    private final RunHistory runs;
    /** Who listens, and to which sites. */
    private final Map<EventStream, Set<String>> readers = new HashMap<>();

    private final Map<String, SiteView> known = new HashMap<>();
    private final Beat beat = new Beat("api events", EVERY, this::tick);
    private @Nullable RunTail tail;
    private int silence;

    EventHandler(Sites sites, RunHistory runs) {
        this.sites = new KnownSites(sites);
        this.runs = runs;
    }

    /** Begins with the state of each site. */
    Answer stream(ApiRequest request) {
        Collection<Site> asked = sites.ofQuery(request);
        if (isFull()) {
            throw new Problem(503, "%d programs listen already".formatted(MOST)).exception();
        }
        return Answer.stream(response -> open(response, asked));
    }

    private synchronized boolean isFull() {
        return readers.size() >= MOST;
    }

    private synchronized void open(HttpServerResponse response, Collection<Site> asked) {
        if (tail == null) {
            tail = new RunTail(runs);
        }
        EventStream reader = EventStream.open(response);
        asked.forEach(site -> reader.send(event(site.view())));
        readers.put(reader, asked.stream().map(Site::name).collect(Collectors.toSet()));
        beat.begin();
    }

    private synchronized boolean tick() {
        readers.keySet().removeIf(reader -> !reader.isOpen());
        if (readers.isEmpty() || tail == null) {
            tail = null;
            known.clear();
            return false;
        }
        silence++;
        for (Site site : sites.sites().all()) {
            SiteView now = site.view();
            SiteView before = known.put(site.name(), now);
            if (before != null && !before.equals(now)) {
                tell(site.name(), event(now));
            }
        }
        for (Run run : tail.look()) {
            tell(run.site(), EventStream.event("run", RunJson.of(run).encode()));
        }
        if (silence > TICKS_OF_SILENCE) {
            silence = 0;
            readers.keySet().forEach(reader -> reader.send(ALIVE));
        }
        return true;
    }

    private static Buffer event(SiteView view) {
        return EventStream.event("site", SiteHandler.json(view).encode());
    }

    private void tell(String site, Buffer event) {
        silence = 0;
        readers.forEach((reader, listened) -> {
            if (listened.contains(site) && !reader.send(event)) {
                reader.cut();
            }
        });
    }
}
