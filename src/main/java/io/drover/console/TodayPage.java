package io.drover.console;

import io.drover.fresh.Today;
import io.drover.site.Site;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Today: how the shops are, what needs a person, what is running.
 *
 * @param site the one that is shown; null = all
 */
public record TodayPage(
        PageFrame frame,
        @Nullable String site,
        VerdictBox verdict,
        NeedsBox needs,
        FreshnessTable freshness,
        RunningEverywhere running) {

    static TodayPage of(RoutingContext context, ConsoleParts parts) {
        return of(askedSite(context, parts), parts);
    }

    private static @Nullable String askedSite(RoutingContext context, ConsoleParts parts) {
        return ConsoleParts.asked(context, "site").isEmpty()
                ? null
                : parts.askedSite(context).name();
    }

    static Supplier<LivePage> live(RoutingContext context, ConsoleParts parts) {
        String site = askedSite(context, parts);
        return () -> {
            TodayPage page = of(site, parts);
            return new LivePage(page.regions(), page.frame().tabTitle(), false);
        };
    }

    private static TodayPage of(@Nullable String site, ConsoleParts parts) {
        Today.Moment now =
                site == null ? parts.today().now() : parts.today().now().of(site);
        Collection<Site> sites = parts.sites().all().stream()
                .filter(each -> site == null || each.name().equals(site))
                .toList();
        Moments moments = parts.moments();
        VerdictBox verdict = VerdictBox.of(now, moments);
        return new TodayPage(
                parts.frame(verdict.title(), null),
                site,
                verdict,
                NeedsBox.of(now.needs()),
                FreshnessTable.of(now.sets(), moments),
                RunningEverywhere.of(sites, parts));
    }

    /** The boxes before the cells inside them: a cell can be replaced only once its row is there. */
    private List<LiveRegion> regions() {
        List<LiveRegion> all = new ArrayList<>(List.of(frame.clock(), verdict, needs, freshness, running));
        running.rows().forEach(each -> {
            all.add(each.row().runTime());
            all.add(each.row().rows());
        });
        return all;
    }

    /** Of one site, or of all, e.g. {@code /today.txt?site=LIVE}. */
    private String link(String path) {
        return site == null ? path : "%s?site=%s".formatted(path, Links.segment(site));
    }

    public String liveLink() {
        return link("/today/live");
    }

    public String nightLink() {
        return link("/today/night");
    }

    public String streamLink() {
        return link("/today/stream");
    }

    public String textLink() {
        return link("/today.txt");
    }

    public String selfLink() {
        return link("/");
    }
}
