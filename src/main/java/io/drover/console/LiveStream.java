package io.drover.console;

import io.drover.http.EventStream;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One page and all who have it open: it is looked at once for all of them, and each part that has changed is written once.
 * Whoever is new, or was too slow for what was sent before, gets the whole page. Thread-safe.
 */
final class LiveStream {

    /** Longest time without a look: what happens elsewhere is seen then. */
    static final Duration EVERY = Duration.ofSeconds(2);

    private static final Duration SPACING = Duration.ofMillis(500);

    /** What follows from the end of a run, such as how fresh the shop is, is known a moment after it. */
    private static final Duration ECHO = Duration.ofSeconds(1);

    private final Supplier<LivePage> view;
    private final Pages pages;
    /** True: has all that was sent until now. */
    private final Map<EventStream, Boolean> viewers = new HashMap<>();

    private Set<String> sent = Set.of();
    private boolean isNew;
    private boolean hasEcho;
    private long lookedAt;
    private int lookedPulse;

    LiveStream(Supplier<LivePage> view, Pages pages) {
        this.view = view;
        this.pages = pages;
    }

    synchronized void add(EventStream viewer) {
        viewers.put(viewer, false);
        isNew = true;
    }

    /** How many have it open. */
    synchronized int viewers() {
        viewers.keySet().removeIf(viewer -> !viewer.isOpen());
        return viewers.size();
    }

    /**
     * Whether it should be looked at now; a look that this asks for must follow.
     *
     * @param pulse changes when something happens in this process
     */
    synchronized boolean takeTurn(int pulse) {
        Duration rest = Duration.ofNanos(System.nanoTime() - lookedAt);
        boolean isPulse = pulse != lookedPulse && rest.compareTo(SPACING) > 0;
        boolean isEcho = hasEcho && rest.compareTo(ECHO) > 0;
        boolean isDue = isNew || isPulse || isEcho || rest.compareTo(EVERY) > 0;
        if (isDue) {
            hasEcho = isPulse || hasEcho && !isEcho;
            isNew = false;
            lookedAt = System.nanoTime();
            lookedPulse = pulse;
        }
        return isDue;
    }

    /** Looks at the page and sends what differs. */
    void look() {
        LivePage now = view.get();
        synchronized (this) {
            Buffer news = event(now.without(sent));
            Buffer whole = null;
            for (Iterator<Map.Entry<EventStream, Boolean>> all =
                            viewers.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<EventStream, Boolean> each = all.next();
                if (!each.getKey().isOpen()) {
                    all.remove();
                } else if (each.getValue()) {
                    each.setValue(each.getKey().send(news));
                } else {
                    whole = whole == null ? event(now) : whole;
                    each.setValue(each.getKey().send(whole));
                }
            }
            sent = versions(now);
            if (now.isLast()) {
                end();
            }
        }
    }

    /** Ends the streams of all who have it open; their browsers will try again. */
    synchronized void close() {
        viewers.keySet().forEach(viewer -> viewer.end(Buffer.buffer()));
        viewers.clear();
    }

    private void end() {
        Buffer last = EventStream.event("end", "nothing of it will change any more");
        viewers.entrySet().removeIf(each -> {
            // Who has not seen the end yet is told at the next look.
            if (each.getValue()) {
                each.getKey().end(last);
            }
            return each.getValue();
        });
    }

    private Buffer event(LivePage page) {
        return EventStream.event("message", pages.text("live", page));
    }

    private static Set<String> versions(LivePage page) {
        return page.regions().stream().map(LiveRegion::version).collect(Collectors.toSet());
    }
}
