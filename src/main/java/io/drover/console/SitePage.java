package io.drover.console;

import io.drover.site.Site;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page of one site.
 *
 * @param notice what became of the last click; null when there was none
 */
public record SitePage(PageFrame frame, @Nullable Notice notice, SiteRegions regions) {

    static SitePage of(Site site, @Nullable Notice notice, ConsoleParts parts) {
        return new SitePage(parts.frame("Tasks", site.name()), notice, SiteRegions.of(site, parts));
    }

    static Supplier<LivePage> live(RoutingContext context, ConsoleParts parts) {
        Site site = parts.site(context);
        return () -> new LivePage(SiteRegions.of(site, parts).all());
    }

    /** The first step of Add Scheduled Task. */
    public String selectLink() {
        return Links.selectTask(frame.site() == null ? "" : frame.site());
    }

    public String liveLink() {
        return frame.siteLink() + "/live";
    }

    public String streamLink() {
        return frame.siteLink() + "/stream";
    }
}
