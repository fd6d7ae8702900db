package io.drover.fresh;

import io.drover.fresh.Need.Kind;
import io.drover.node.Node;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.site.PendingClick;
import io.drover.site.RouteFile;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what needs a person, from what is known already. */
final class Needs {

    /** Whoever is this late for a due instant will not come. */
    private static final Duration MISSED_AFTER = Duration.ofMinutes(2);

    /** Who is written beside the state of a site that nobody has ever moved. */
    private static final String NOBODY = "settings";

    private final Instant now;
    private final ZoneId zone;
    private final List<Need> all = new ArrayList<>();

    private Needs(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** In the order of their kinds, those that began first before the others. */
    static List<Need> of(Collection<Site> sites, List<DataSet> sets, List<Node> nodes, Instant now, ZoneId zone) {
        Needs needs = new Needs(now, zone);
        sites.forEach(needs::ofSite);
        sets.forEach(needs::ofTask);
        needs.ofUnknown(sets);
        nodes.stream().filter(node -> !node.isAlive()).forEach(needs::ofNode);
        needs.all.sort(Comparator.comparing(Need::kind)
                .thenComparing(need -> Optional.ofNullable(need.since()).orElse(now)));
        return List.copyOf(needs.all);
    }

    private void ofSite(Site site) {
        SiteView view = site.view();
        if (view.state() == SiteState.STOPPED && !(view.by().equals(NOBODY) && site.isAsWished())) {
            String reason = view.reason() == null || view.reason().isBlank() ? "" : ": " + view.reason();
            String why = site.isAsWished()
                    ? "Stopped by %s%s. Nothing is sent until it is started".formatted(view.by(), reason)
                    : "It should run, and its start failed. " + String.join("; ", view.problems());
            all.add(new Need(
                    Kind.STOPPED, site.name(), null, "Site " + site.name(), "Stopped", why, view.since(), null));
        }
        if (view.state() != SiteState.RUNNING) {
            site.pending().forEach(click -> ofClick(site, click));
        }
        for (RouteFile file : site.routeFiles()) {
            file.problems().stream()
                    .findFirst()
                    .ifPresent(problem -> all.add(new Need(
                            Kind.ROUTE,
                            site.name(),
                            file.task(),
                            file.file(),
                            "Route file broken",
                            problem.reason()
                                    + (file.state() == RouteFile.State.LAST_GOOD
                                            ? ". Its last good version is in use"
                                            : ""),
                            null,
                            null)));
        }
    }

    private void ofClick(Site site, PendingClick click) {
        String title = site.definitions().stream()
                .filter(task -> task.name().equals(click.task()))
                .findFirst()
                .map(task -> task.title())
                .orElse(click.task());
        all.add(new Need(
                Kind.PENDING,
                site.name(),
                click.task(),
                title,
                PendingClick.STATUS,
                "%s was asked for by %s while the site was stopped. It has not run, and Start Site will clear it"
                        .formatted(click.mode().words(), click.requestedBy()),
                click.requestedAt(),
                null));
    }

    /** What one thing makes unknown is one need, however many tasks it is of. */
    private void ofUnknown(List<DataSet> sets) {
        Map<List<String>, List<DataSet>> bySiteAndReason = sets.stream()
                .filter(set -> set.state() == FreshState.UNKNOWN)
                .collect(Collectors.groupingBy(
                        set -> List.of(set.site(), set.reason()), LinkedHashMap::new, Collectors.toList()));
        bySiteAndReason.forEach((key, alike) -> {
            DataSet first = alike.get(0);
            if (alike.size() == 1) {
                add(first, Kind.UNREACHABLE, "Unknown", first.reason(), null, null);
            } else {
                String about = "%s and %,d more".formatted(first.task().title(), alike.size() - 1);
                all.add(new Need(Kind.UNREACHABLE, first.site(), null, about, "Unknown", first.reason(), null, null));
            }
        });
    }

    private void ofTask(DataSet set) {
        if (set.siteState() != SiteState.RUNNING) {
            return;
        }
        Run last = set.lastEnded();
        boolean isTold = last != null && ofLastRun(set, last) || ofMissed(set);
        if (!isTold && set.state() == FreshState.LATE) {
            add(set, Kind.LATE, "Late", lateBecause(set), set.freshUntil(), null);
        }
    }

    /** False where it left nothing to do. */
    private boolean ofLastRun(DataSet set, Run last) {
        String message = last.message() == null ? "" : last.message();
        if (last.guardRemovals() != null) {
            add(set, Kind.GUARD, "Waits for you", message, last.endedAt(), last.run());
        } else if (last.result() == Result.FAILED || last.result() == Result.INTERRUPTED) {
            ofFailure(set, last, message);
        } else if (last.result() == Result.OK_WITH_REFUSED_ROWS) {
            String rows = last.counts().refused() == 1
                    ? "1 row refused"
                    : "%,d rows refused".formatted(last.counts().refused());
            add(set, Kind.REFUSED, rows, message, last.endedAt(), last.run());
        } else {
            return false;
        }
        return true;
    }

    private void ofFailure(DataSet set, Run last, String message) {
        List<Run> ended = set.runs().stream()
                .filter(run -> run.startedAt() != null && run.result() != null)
                .toList();
        List<Run> failures = ended.stream()
                .takeWhile(run -> run.result() == Result.FAILED || run.result() == Result.INTERRUPTED)
                .toList();
        Instant since = failures.get(failures.size() - 1).endedAt();
        String times = failures.size() == 1
                ? ""
                : " %s%d times".formatted(failures.size() == ended.size() ? "at least " : "", failures.size());
        String word = last.result() == Result.FAILED ? "Failed" : "Interrupted";
        String when = since == null ? "" : (failures.size() == 1 ? " " : " since ") + time(since);
        add(set, Kind.FAILED, word + times + when, message, since, last.run());
    }

    /** True where a due instant passed and nothing has run since. */
    private boolean ofMissed(DataSet set) {
        Run latest = set.runs().isEmpty() ? null : set.runs().get(0);
        if (latest != null && latest.result() == Result.MISSED) {
            add(set, Kind.MISSED, "Missed", String.valueOf(latest.message()), latest.dueAt(), latest.run());
            return true;
        }
        Optional<Schedule> schedule = set.schedules().stream()
                .filter(each -> each.enabled() && !each.timetable().isContinuous())
                .filter(each -> overdue(each).isPresent())
                .min(Comparator.comparing(each -> overdue(each).orElseThrow()));
        schedule.ifPresent(each -> {
            Instant due = overdue(each).orElseThrow();
            String why = each.hindrance() == null ? "" : ": " + each.hindrance();
            add(
                    set,
                    Kind.MISSED,
                    "Missed",
                    "It was due %s and has not been asked for%s".formatted(time(due), why),
                    due,
                    null);
        });
        return schedule.isPresent();
    }

    private Optional<Instant> overdue(Schedule schedule) {
        return schedule.timetable()
                .next(schedule.rungUntil(), zone)
                .filter(due -> due.plus(MISSED_AFTER).isBefore(now));
    }

    private static String lateBecause(DataSet set) {
        if (!set.reason().isEmpty()) {
            return set.reason();
        }
        return set.schedules().stream().anyMatch(Schedule::enabled)
                ? "Its last run took it no further"
                : "No schedule of it is enabled";
    }

    private void add(DataSet set, Kind kind, String what, String why, @Nullable Instant since, @Nullable Long run) {
        all.add(new Need(kind, set.site(), set.task().name(), set.task().title(), what, why, since, run));
    }

    private void ofNode(Node node) {
        all.add(new Need(
                Kind.NODE,
                null,
                null,
                "Node " + node.name(),
                "No sign of life",
                "It gives no sign of life since %s; the others have taken its runs over".formatted(time(node.beatAt())),
                node.beatAt(),
                null));
    }

    private String time(Instant instant) {
        return Freshness.DAY_AND_TIME.format(instant.atZone(zone));
    }
}
