package io.drover.console;

import io.drover.run.RunGroup;
import io.drover.run.RunOverview;
import io.drover.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last twelve hours in one small drawing: a lane for each site, or one for all of them where they are many.
 *
 * @param height of the drawing
 */
public record NightBox(List<TimelinePage.Tick> ticks, List<Lane> lanes, int height) {

    private static final Duration LENGTH = Duration.ofHours(12);
    private static final int MOST_LANES = 8;
    private static final int TOP = 20;
    private static final int PITCH = 26;
    private static final String ALL = "All sites";

    /**
     * A site.
     *
     * @param link to its Timeline; that of the first one where it stands for all
     * @param words what happened, for whoever does not see it
     */
    public record Lane(
            String title,
            String link,
            int y,
            List<TimelineLane.Bar> bars,
            List<TimelinePage.Stop> stops,
            String words) {}

    static NightBox of(Collection<Site> sites, ConsoleParts parts) {
        Moments moments = parts.moments();
        Instant now = moments.now();
        TimelineScale scale = new TimelineScale(now.minus(LENGTH), now, moments.zoneId());
        List<String> names = sites.stream().map(Site::name).toList();
        boolean isOne = names.size() > MOST_LANES;
        RunOverview runs = parts.runs().overview();
        List<Lane> lanes = new ArrayList<>();
        if (isOne) {
            List<RunGroup> groups = runs.together(names, scale.from(), scale.to(), scale.grain());
            lanes.add(lane(ALL, names.get(0), TOP, groups, List.of(), scale, moments));
        } else {
            Map<String, List<RunGroup>> groups = runs.groups(names, scale.from(), scale.to(), scale.grain()).stream()
                    .collect(Collectors.groupingBy(RunGroup::site));
            for (Site site : sites) {
                lanes.add(lane(
                        site.name(),
                        site.name(),
                        TOP + lanes.size() * PITCH,
                        groups.getOrDefault(site.name(), List.of()),
                        TimelinePage.stops(site, scale, parts),
                        scale,
                        moments));
            }
        }
        return new NightBox(scale.ticks(), lanes, TOP + lanes.size() * PITCH);
    }

    private static Lane lane(
            String title,
            String site,
            int y,
            List<RunGroup> groups,
            List<TimelinePage.Stop> stops,
            TimelineScale scale,
            Moments moments) {
        return new Lane(
                title,
                Links.timeline(site),
                y,
                groups.stream()
                        .map(group -> TimelineLane.bar(group, y, scale, moments))
                        .toList(),
                stops,
                words(title, groups, stops));
    }

    private static String words(String title, List<RunGroup> groups, List<TimelinePage.Stop> stops) {
        int runs = groups.stream().mapToInt(RunGroup::runs).sum();
        int ok = groups.stream()
                .filter(group -> group.result().isOk())
                .mapToInt(RunGroup::runs)
                .sum();
        String words = runs == ok ? "all OK" : "%d of them not OK".formatted(runs - ok);
        String stop = stops.isEmpty() ? "" : "; " + stops.get(stops.size() - 1).words();
        return switch (runs) {
            case 0 -> "%s: no run%s".formatted(title, stop);
            case 1 -> "%s: 1 run, %s%s".formatted(title, ok == 1 ? "OK" : "not OK", stop);
            default -> "%s: %d runs, %s%s".formatted(title, runs, words, stop);
        };
    }

    /** Width of the drawing. */
    public int width() {
        return TimelineScale.LEFT + TimelineScale.WIDTH + 20;
    }

    /** Left edge of the lanes. */
    public int left() {
        return TimelineScale.LEFT;
    }

    /** Width of the lanes. */
    public int laneWidth() {
        return TimelineScale.WIDTH;
    }

    /** The drawing in words. */
    public String summary() {
        return "The last 12 hours. " + lanes.stream().map(Lane::words).collect(Collectors.joining(". "));
    }
}
