package io.drover.fresh;

import io.drover.schedule.Schedule;
import io.drover.site.ScheduledTask;
import io.drover.site.Site;
import io.drover.site.SiteView;
import io.drover.site.Sites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How all sites are at this moment. What many people watch at once is found out twice a second at most. Thread-safe.
 */
public final class Today {

    private static final Duration STAYS = Duration.ofMillis(500);

    private final Sites sites;
    private final Freshness freshness;
    private final Clock clock;
    private final ZoneId zone;
    private @Nullable Moment last;
    private long lastAt;

    /**
     * @param sites their state, in the order of the settings
     * @param sets all tasks, worst first
     * @param needs what needs a person, most urgent first
     */
    public record Moment(Instant at, List<SiteView> sites, List<DataSet> sets, List<Need> needs) {

        /** Of one site alone, and what is about none. */
        public Moment of(String site) {
            return new Moment(
                    at,
                    sites.stream().filter(view -> view.site().equals(site)).toList(),
                    sets.stream().filter(set -> set.site().equals(site)).toList(),
                    needs.stream()
                            .filter(need -> need.site() == null || need.site().equals(site))
                            .toList());
        }
    }

    public Today(Sites sites, Freshness freshness, Clock clock, ZoneId zone) {
        this.sites = sites;
        this.freshness = freshness;
        this.clock = clock;
        this.zone = zone;
    }

    /** Not older than half a second. */
    public synchronized Moment now() {
        Moment known = last;
        if (known == null || System.nanoTime() - lastAt > STAYS.toNanos()) {
            known = look();
            last = known;
            lastAt = System.nanoTime();
        }
        return known;
    }

    /** Whether a run goes on in this process; asks nobody. */
    public boolean isAtWork() {
        return sites.all().stream().anyMatch(site -> !site.executor().running().isEmpty());
    }

    /** How many runs have ended in this process; asks nobody. */
    public long ended() {
        return sites.all().stream().mapToLong(site -> site.executor().ended()).sum();
    }

    private Moment look() {
        Instant now = clock.instant();
        List<Site> all = List.copyOf(sites.all());
        List<Schedule> schedules = sites.scheduledTasks().list(all).stream()
                .map(ScheduledTask::schedule)
                .toList();
        List<DataSet> sets = freshness.of(all, schedules);
        return new Moment(
                now, all.stream().map(Site::view).toList(), sets, Needs.of(all, sets, sites.nodes(), now, zone));
    }
}
