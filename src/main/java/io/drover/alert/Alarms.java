package io.drover.alert;

import io.drover.config.AlertSettings;
import io.drover.fresh.DataSet;
import io.drover.fresh.FreshState;
import io.drover.fresh.Need;
import io.drover.fresh.Span;
import io.drover.fresh.Today;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.TaskOfSite;
import io.drover.site.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are to be told of at a moment, by the settings, and of what nobody can say whether it is over. */
final class Alarms {

    private static final String UNREACHED = " does not answer";

    private final Today.Moment now;
    private final AlertSettings settings;
    private final Map<TaskOfSite, DataSet> sets;
    private final Map<String, Alarm> all = new LinkedHashMap<>();

    private Alarms(Today.Moment now, AlertSettings settings) {
        this.now = now;
        this.settings = settings;
        this.sets = now.sets().stream()
                .collect(Collectors.toMap(
                        set -> new TaskOfSite(set.site(), set.task().name()), Function.identity()));
    }

    /**
     * @param unfinished runs without a result
     * @param lastChanges when a run of each task last found a change, where it ever did
     */
    static Alarms of(
            Today.Moment now, List<Run> unfinished, Map<TaskOfSite, Instant> lastChanges, AlertSettings settings) {
        Alarms alarms = new Alarms(now, settings);
        now.needs().forEach(alarms::ofNeed);
        unfinished.forEach(alarms::ofWaiting);
        now.sets().forEach(set -> alarms.ofQuiet(set, lastChanges));
        return alarms;
    }

    /** One for each rule and subject. */
    List<Alarm> all() {
        return List.copyOf(all.values());
    }

    /** Their keys. */
    Set<String> keys() {
        return Set.copyOf(all.keySet());
    }

    /**
     * True for a task that fails while its source or its shop does not answer: that is told once, not once more for each
     * task (F24).
     */
    boolean isExplained(Alarm alarm) {
        DataSet set = set(alarm.site(), alarm.task());
        return alarm.rule() == AlertRule.FAILED
                && set != null
                && set.state() == FreshState.UNKNOWN
                && set.reason().contains(UNREACHED);
    }

    /**
     * True where an incident is over: what it was about is not the case any more, and that is known. Nothing is known of
     * tasks whose site does not run, and not whether a task is fresh whose source does not answer.
     */
    boolean isOver(AlertRule rule, String subject, @Nullable String site, @Nullable String task) {
        if (all.containsKey(key(rule, subject))) {
            return false;
        }
        DataSet set = set(site, task);
        if (set == null) {
            return true;
        }
        return switch (rule) {
            case LATE -> set.state() == FreshState.FRESH;
            case FAILED, GUARD, MISSED, REFUSED, QUIET -> set.siteState() == SiteState.RUNNING;
            case UNREACHABLE, STOPPED, ROUTE, NODE, QUEUE -> true;
        };
    }

    private @Nullable DataSet set(@Nullable String site, @Nullable String task) {
        return site == null || task == null ? null : sets.get(new TaskOfSite(site, task));
    }

    private void add(
            AlertRule rule, String subject, @Nullable String site, @Nullable String task, String about, String why) {
        all.putIfAbsent(key(rule, subject), new Alarm(rule, subject, site, task, about, why));
    }

    /** One for each incident. */
    static String key(AlertRule rule, String subject) {
        return rule.name() + " " + subject;
    }

    private void ofNeed(Need need) {
        String site = need.site();
        String about = need.aboutAndWhere();
        String subject = "%s/%s".formatted(site == null ? "" : site, need.task() == null ? need.about() : need.task());
        switch (need.kind()) {
            case UNREACHABLE -> ofUnknown(need, site == null ? "" : site);
            case FAILED -> add(AlertRule.FAILED, subject, site, need.task(), about, need.why());
            case GUARD -> add(AlertRule.GUARD, subject, site, need.task(), about, need.why());
            case MISSED -> add(AlertRule.MISSED, subject, site, need.task(), about, need.why());
            case ROUTE -> add(AlertRule.ROUTE, subject, site, null, about, need.why());
            case NODE -> add(AlertRule.NODE, need.about(), null, null, about, need.why());
            case REFUSED -> ofRefused(need, subject, about);
            case STOPPED -> ofStopped(need, about);
            case LATE, PENDING -> {}
        }
        // A task may be late for a reason that another need tells.
        DataSet set = set(site, need.task());
        if (set != null && set.state() == FreshState.LATE) {
            add(AlertRule.LATE, subject, site, need.task(), about, late(set));
        }
    }

    private static String late(DataSet set) {
        String behind = set.behind() == null ? "It has never been complete" : "Behind by " + Span.words(set.behind());
        String target = set.target() == null ? "" : ", target " + Span.words(set.target());
        return behind + target;
    }

    /** A database that does not answer is one incident, however many tasks need it. */
    private void ofUnknown(Need need, String site) {
        int end = need.why().indexOf(UNREACHED);
        if (end > 0) {
            String database = need.why().substring(0, end);
            add(
                    AlertRule.UNREACHABLE,
                    "%s/%s".formatted(site, database),
                    site,
                    null,
                    "%s of site %s".formatted(database, site),
                    need.why());
        }
    }

    private void ofRefused(Need need, String subject, String about) {
        DataSet set = set(need.site(), need.task());
        Run last = set == null ? null : set.lastEnded();
        if (last != null && last.counts().refused() > settings.refusedRows()) {
            add(AlertRule.REFUSED, subject, need.site(), need.task(), about, need.why());
        }
    }

    private void ofStopped(Need need, String about) {
        Instant since = need.since();
        if (since != null && isOlder(since, settings.stoppedFor())) {
            add(AlertRule.STOPPED, String.valueOf(need.site()), need.site(), null, about, need.why());
        }
    }

    private void ofWaiting(Run run) {
        if (run.status() == RunStatus.QUEUED && isOlder(run.requestedAt(), settings.queuedFor())) {
            add(
                    AlertRule.QUEUE,
                    "%s/%s".formatted(run.site(), run.queue()),
                    run.site(),
                    null,
                    "Queue %s of site %s".formatted(run.queue(), run.site()),
                    "%s waits for its turn for longer than %s"
                            .formatted(run.title(), Span.words(settings.queuedFor())));
        }
    }

    private void ofQuiet(DataSet set, Map<TaskOfSite, Instant> lastChanges) {
        Duration limit = settings.quietFor();
        Instant last = lastChanges.get(new TaskOfSite(set.site(), set.task().name()));
        if (limit != null && last != null && set.siteState() == SiteState.RUNNING && isOlder(last, limit)) {
            add(
                    AlertRule.QUIET,
                    "%s/%s".formatted(set.site(), set.task().name()),
                    set.site(),
                    set.task().name(),
                    "%s, %s".formatted(set.task().title(), set.site()),
                    "No run has found a change for longer than %s".formatted(Span.words(limit)));
        }
    }

    private boolean isOlder(Instant instant, Duration time) {
        return instant.plus(time).isBefore(now.at());
    }
}
