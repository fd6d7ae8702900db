package io.drover.fresh;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.TaskOfSite;
import io.drover.schedule.Schedule;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import io.drover.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how fresh shops are, from what is known in the control database: no source and no shop is asked. Thread-safe. */
public final class Freshness {

    /** What the strip of a data set shows. */
    public static final int RUNS = 20;

    /** Of so many tasks all runs of the strips are read at once. */
    private static final int FEW = 200;

    private static final int LAST_RUNS = 5;
    /** How the sentences of this room write an instant. */
    static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

    private final FreshnessStore store;
    private final RunHistory runs;
    private final Clock clock;
    private final ZoneId zone;

    public Freshness(FreshnessStore store, RunHistory runs, Clock clock, ZoneId zone) {
        this.store = store;
        this.runs = runs;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * All tasks of those sites, worst first.
     *
     * @param schedules of those sites
     */
    public List<DataSet> of(Collection<Site> sites, Collection<Schedule> schedules) {
        Map<TaskOfSite, Task> tasks = new HashMap<>();
        sites.forEach(site ->
                site.definitions().forEach(task -> tasks.put(new TaskOfSite(site.name(), task.name()), task)));
        Map<TaskOfSite, List<Run>> recent = runs.recent(tasks.keySet(), tasks.size() > FEW ? LAST_RUNS : RUNS);
        Map<TaskOfSite, Instant> polls = runs.lastOkStarts(tasks.entrySet().stream()
                .filter(each -> !each.getValue().isSendable())
                .map(Map.Entry::getKey)
                .toList());
        Map<TaskOfSite, Sighting> seen = store.all();
        Map<TaskOfSite, List<Schedule>> scheduled = schedules.stream()
                .collect(Collectors.groupingBy(schedule -> new TaskOfSite(schedule.site(), schedule.task())));
        List<DataSet> all = new ArrayList<>();
        for (Site site : sites) {
            SiteView view = site.view();
            for (Task task : site.definitions()) {
                TaskOfSite key = new TaskOfSite(site.name(), task.name());
                List<Schedule> own = scheduled.getOrDefault(key, List.of());
                boolean isExpected = !task.isSendable() && !polls.containsKey(key);
                all.add(new Judgement(view, task, own, recent.getOrDefault(key, List.of()), isExpected)
                        .of(task.isSendable() ? seen.get(key) : poll(view, polls.get(key))));
            }
        }
        all.sort(worstFirst());
        return all;
    }

    /** A poll has its work done whenever it ran; before its first run it is expected from the start of its site on. */
    private static Sighting poll(SiteView site, @Nullable Instant lastOk) {
        Instant done = lastOk == null ? site.since() : lastOk;
        return new Sighting(done, false, null, done, false, done, Duration.ZERO, null, null, null);
    }

    /** Unknown before late; of those that are late the one that has been so for longest; then what will be late soonest. */
    private Comparator<DataSet> worstFirst() {
        Instant now = clock.instant();
        return Comparator.comparing(DataSet::state)
                .thenComparing(
                        set -> Optional.ofNullable(set.overdue(now)).orElse(Duration.ofDays(-1_000_000)),
                        Comparator.reverseOrder())
                .thenComparing(DataSet::site)
                .thenComparing(set -> set.task().title());
    }

    /** What is known of one task, brought to one word. */
    private final class Judgement {

        private final SiteView site;
        private final Task task;
        private final List<Schedule> schedules;
        private final List<Run> recent;
        /** A poll that has not run yet: there is a time by which it should have. */
        private final boolean isExpected;

        private final Instant now = clock.instant();

        Judgement(SiteView site, Task task, List<Schedule> schedules, List<Run> recent, boolean isExpected) {
            this.site = site;
            this.task = task;
            this.schedules = schedules;
            this.recent = recent;
            this.isExpected = isExpected;
        }

        DataSet of(@Nullable Sighting seen) {
            Duration target = Promise.target(task, schedules, now, zone);
            Instant upto = seen == null || seen.isGivenUp() && !isHeldBack() ? null : seen.upto();
            Instant until = upto == null || target == null || seen == null
                    ? null
                    : Promise.until(target, upto, seen.answered(), schedules, zone);
            String unknown = unknown(seen, upto);
            FreshState state = state(unknown, upto, until);
            return new DataSet(
                    site.site(),
                    site.state(),
                    task,
                    state,
                    reason(state, unknown, until, restsUntil(target, upto, until)),
                    isExpected ? null : upto,
                    isExpected || upto == null || seen == null ? null : behind(upto, seen.clockAhead()),
                    target,
                    until,
                    waiting(seen),
                    countedAt(seen),
                    recent,
                    schedules);
        }

        /** The next due instant, where nothing was due for longer than the target allows; null where something was. */
        private @Nullable Instant restsUntil(
                @Nullable Duration target, @Nullable Instant upto, @Nullable Instant until) {
            return target == null || upto == null || until == null || !now.isAfter(upto.plus(target))
                    ? null
                    : until.minus(target);
        }

        private Duration behind(Instant upto, Duration clockAhead) {
            Duration behind = Duration.between(upto, now).plus(clockAhead);
            return behind.isNegative() ? Duration.ZERO : behind;
        }

        /** Why nobody can say how fresh it is; null where somebody can. */
        private @Nullable String unknown(@Nullable Sighting seen, @Nullable Instant upto) {
            if (seen == null) {
                return "it has not been looked at yet";
            }
            if (seen.isOld()) {
                return "nobody has looked at it since "
                        + DAY_AND_TIME.format(seen.lookedAt().atZone(zone));
            }
            if (seen.problem() != null) {
                return seen.problem();
            }
            return upto == null && !isHeldBack() ? "it has never been sent" : null;
        }

        /** True where the last run that was committed left refused rows: the shop is not complete up to it. */
        private boolean isHeldBack() {
            return recent.stream()
                    .filter(Run::isOk)
                    .findFirst()
                    .map(run -> run.result() == Result.OK_WITH_REFUSED_ROWS)
                    .orElse(false);
        }

        private FreshState state(@Nullable String unknown, @Nullable Instant upto, @Nullable Instant until) {
            if (site.state() != SiteState.RUNNING) {
                return FreshState.STOPPED;
            }
            if (unknown != null) {
                return FreshState.UNKNOWN;
            }
            return upto == null || until != null && now.isAfter(until) ? FreshState.LATE : FreshState.FRESH;
        }

        private String reason(
                FreshState state, @Nullable String unknown, @Nullable Instant until, @Nullable Instant due) {
            if (isExpected && state != FreshState.STOPPED) {
                return "it has not run yet";
            }
            return switch (state) {
                case UNKNOWN -> unknown == null ? "" : unknown;
                case LATE -> until == null ? "it has never been complete: rows are refused" : "";
                case FRESH ->
                    due != null && due.isAfter(now) ? "rests until " + DAY_AND_TIME.format(due.atZone(zone)) : "";
                case STOPPED -> "";
            };
        }

        /** A run that took the shop further after the last count left nothing that had changed before it. */
        private @Nullable Long waiting(@Nullable Sighting seen) {
            return seen == null ? null : isSentSince(seen) ? Long.valueOf(0) : seen.waiting();
        }

        private @Nullable Instant countedAt(@Nullable Sighting seen) {
            return seen == null ? null : isSentSince(seen) ? seen.answered() : seen.countedAt();
        }

        private boolean isSentSince(Sighting seen) {
            Instant counted = seen.countedAt();
            return task.isSendable()
                    && !seen.isGivenUp()
                    && seen.answered() != null
                    && (counted == null || counted.isBefore(seen.answered()));
        }
    }
}
