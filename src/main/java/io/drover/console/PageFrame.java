package io.drover.console;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its own content.
 *
 * @param title of the page, without the site's name
 * @param site the site it is about; null when it is about none
 * @param sites all there are, for the Sites drop-down
 * @param zone of all times on the page
 */
public record PageFrame(String title, @Nullable String site, List<String> sites, String zone, ClockBox clock) {

    /** For the browser's tab: the site first, so that LIVE and STAGE cannot be mixed up. */
    public String tabTitle() {
        return site == null ? title + " · Drover" : "%s: %s · Drover".formatted(site, title);
    }

    /** Style of the stripe: the shop that customers see is marked unlike all others. */
    public String stripe() {
        if (site == null) {
            return "";
        }
        return site.toUpperCase(Locale.ROOT).equals("LIVE") ? "stripe-live" : "stripe-other";
    }

    /** Scheduled Tasks of the site that the page is about, or of all. */
    public String scheduledLink() {
        return site == null ? "/scheduled-tasks" : Links.scheduledTasks(site);
    }

    /** Timeline of the site that the page is about; of the first one where it is about none. */
    public String timelineLink() {
        return Links.timeline(site == null ? sites.isEmpty() ? "" : sites.get(0) : site);
    }

    /** Results of the site that the page is about, or of all. */
    public String runsLink() {
        return site == null ? "/runs" : Links.runs(site);
    }

    public String siteLink() {
        return site == null ? "/" : Links.site(site);
    }
}
