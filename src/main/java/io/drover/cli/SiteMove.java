package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Waits until a site has reached the state it was sent to. */
final class SiteMove {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiClient client;
    private final Told told;

    SiteMove(ApiClient client, Told told) {
        this.client = client;
        this.told = told;
    }

    /**
     * Returns when the site is in that state, and tells so.
     *
     * @param transition the state between
     * @param word what has happened to the site then
     * @throws RefusedException when it fell into another state, or is still on its way after 30 s
     */
    void tell(String site, String transition, String wanted, String word) {
        told.meanwhile("Site %s is %s…".formatted(site, transition));
        Site moved = await(site, transition, wanted);
        told.text(moved.json(), out -> {
            told.line("Site %s %s successfully!".formatted(site, word));
            moved.problems().forEach(problem -> told.line("But: " + problem));
            out.flush();
        });
    }

    private Site await(String site, String transition, String wanted) {
        Pause pause = new Pause(PATIENCE);
        while (true) {
            Site now = find(site);
            if (now.state().equals(wanted)) {
                return now;
            }
            if (!now.state().equals(transition)) {
                throw new RefusedException("Site %s is %s. %s"
                        .formatted(site, now.state(), String.join("; ", now.problems()))
                        .strip());
            }
            if (!pause.take()) {
                throw new RefusedException("Site %s is still %s after %s; see ./drover sites"
                        .formatted(site, transition, Words.duration(PATIENCE)));
            }
        }
    }

    private Site find(String name) {
        return client.list("/sites").stream()
                .map(each -> new Site((JsonObject) each))
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException("Site %s is gone".formatted(name)));
    }
}
