package io.drover.metrics;

import io.drover.fresh.DataSet;
import io.drover.fresh.FreshState;
import io.drover.fresh.Need;
import io.drover.fresh.Today;
import io.drover.node.Node;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How all sites are at this moment. What nobody knows has no figure: it is absent, never 0. */
final class StateMetrics {

    private final MultiGauge behind;
    private final MultiGauge target;
    private final MultiGauge freshUntil;
    private final MultiGauge waiting;
    private final MultiGauge dataSets;
    private final MultiGauge needs;
    private final MultiGauge sites;
    private final MultiGauge queued;
    private final MultiGauge oldest;
    private final MultiGauge running;
    private final MultiGauge nodes;

    private record Queue(String site, String name) {

        Tags tags() {
            return Tags.of("site", site, "queue", name);
        }
    }

    StateMetrics(MeterRegistry registry) {
        behind = gauge(registry, "drover.behind", "seconds", "How far a shop is behind its source");
        target = gauge(registry, "drover.target", "seconds", "How far it may be behind");
        freshUntil = gauge(registry, "drover.fresh.until.timestamp", "seconds", "When it becomes late, Unix time");
        waiting =
                gauge(registry, "drover.changes.waiting", null, "Rows that Send Changed would write, as counted last");
        dataSets = gauge(registry, "drover.data.sets", null, "Tasks by how fresh the shop is in them");
        needs = gauge(registry, "drover.needs", null, "What needs a person, by kind");
        sites = gauge(registry, "drover.site.state", null, "1 for the state that a site is in");
        queued = gauge(registry, "drover.queue.waiting", null, "Runs that wait in a queue");
        oldest = gauge(registry, "drover.queue.oldest", "seconds", "How long the oldest of them has waited");
        running = gauge(registry, "drover.queue.running", null, "Runs of a queue that go on");
        nodes = gauge(registry, "drover.node.alive", null, "1 for a node that gives signs of life");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, @Nullable String unit, String description) {
        return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    /** Leaves nothing: what was true a while ago may be true no more. */
    void forget() {
        Stream.of(behind, target, freshUntil, waiting, dataSets, needs, sites, queued, oldest, running, nodes)
                .forEach(gauge -> gauge.register(List.of(), true));
    }

    void show(Today.Moment now, List<Run> unfinished, List<Node> all) {
        List<DataSet> sets = now.sets();
        behind.register(rows(sets, set -> seconds(set.behind())), true);
        target.register(rows(sets, set -> seconds(set.target())), true);
        freshUntil.register(
                rows(
                        sets,
                        set -> set.freshUntil() == null
                                ? null
                                : set.freshUntil().getEpochSecond()),
                true);
        waiting.register(rows(sets, DataSet::waiting), true);
        dataSets.register(states(now.sites(), sets), true);
        needs.register(needs(now.needs()), true);
        sites.register(siteStates(now.sites()), true);
        showQueues(now, unfinished);
        nodes.register(
                all.stream()
                        .map(node -> Row.of(Tags.of("node", node.name()), node.isAlive() ? 1 : 0))
                        .collect(Collectors.toList()),
                true);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    /** One figure for each data set that has one. */
    private static List<Row<?>> rows(List<DataSet> sets, Function<DataSet, @Nullable Long> figure) {
        List<Row<?>> rows = new ArrayList<>();
        for (DataSet set : sets) {
            Long value = figure.apply(set);
            if (value != null) {
                rows.add(Row.of(Tags.of("site", set.site(), "task", set.task().name()), value));
            }
        }
        return rows;
    }

    private static List<Row<?>> states(List<SiteView> sites, List<DataSet> sets) {
        List<Row<?>> rows = new ArrayList<>();
        for (SiteView site : sites) {
            for (FreshState state : FreshState.values()) {
                long count = sets.stream()
                        .filter(set -> set.site().equals(site.site()) && set.state() == state)
                        .count();
                rows.add(Row.of(Tags.of("site", site.site(), "state", state.word()), count));
            }
        }
        return rows;
    }

    private static List<Row<?>> needs(List<Need> needs) {
        Map<Tags, Long> counts = needs.stream()
                .collect(Collectors.groupingBy(
                        need -> Tags.of(
                                "site",
                                need.site() == null ? "" : need.site(),
                                "kind",
                                need.kind().name().toLowerCase(Locale.ROOT)),
                        Collectors.counting()));
        return rows(counts);
    }

    private static List<Row<?>> siteStates(List<SiteView> sites) {
        List<Row<?>> rows = new ArrayList<>();
        for (SiteView site : sites) {
            for (SiteState state : SiteState.values()) {
                rows.add(Row.of(Tags.of("site", site.site(), "state", state.name()), site.state() == state ? 1 : 0));
            }
        }
        return rows;
    }

    /** Queues that are worked on, also empty ones, and all in which something waits or runs. */
    private void showQueues(Today.Moment now, List<Run> unfinished) {
        Map<Queue, List<Run>> runs = new LinkedHashMap<>();
        now.sites()
                .forEach(site ->
                        site.threads().forEach(queue -> runs.put(new Queue(site.site(), queue), new ArrayList<>())));
        unfinished.forEach(run -> runs.computeIfAbsent(new Queue(run.site(), run.queue()), queue -> new ArrayList<>())
                .add(run));
        Map<Tags, Long> depths = new LinkedHashMap<>();
        Map<Tags, Long> ages = new LinkedHashMap<>();
        Map<Tags, Long> going = new LinkedHashMap<>();
        runs.forEach((queue, all) -> {
            List<Run> waits =
                    all.stream().filter(run -> run.status() == RunStatus.QUEUED).toList();
            depths.put(queue.tags(), (long) waits.size());
            ages.put(queue.tags(), oldest(waits, now.at()));
            going.put(queue.tags(), (long) all.size() - waits.size());
        });
        queued.register(rows(depths), true);
        oldest.register(rows(ages), true);
        running.register(rows(going), true);
    }

    private static long oldest(List<Run> waits, Instant now) {
        return waits.stream()
                .mapToLong(run -> Duration.between(run.requestedAt(), now).toSeconds())
                .max()
                .orElse(0);
    }

    private static List<Row<?>> rows(Map<Tags, Long> figures) {
        List<Row<?>> rows = new ArrayList<>();
        figures.forEach((tags, figure) -> rows.add(Row.of(tags, figure)));
        return rows;
    }
}
