package io.drover.schedule;

import io.drover.send.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a task runs in a mode on a site.
 *
 * @param id shown as Task ID; stays the same over restarts
 * @param words of its timetable, as the route file or the last edit has them
 * @param enabled false = it stays, and its due times are not run
 * @param comments a note for the next user to read
 * @param node the one node that is to ring it; null = any
 * @param fileWords what the route file has at this moment; null when it has nothing for this mode
 * @param added true when no route file defined it
 * @param change the last edit; null while it is as its file has it
 * @param version counts edits
 * @param rungUntil due times up to here have been dealt with
 * @param hindrance why it is not run though it is enabled; null where nothing stands in its way
 */
public record Schedule(
        int id,
        String site,
        String task,
        Mode mode,
        String words,
        Timetable timetable,
        boolean enabled,
        String comments,
        @Nullable String node,
        @Nullable String fileWords,
        boolean added,
        @Nullable Change change,
        int version,
        Instant rungUntil,
        @Nullable String hindrance) {

    /** A gap so long that a single time never counts as due again. */
    private static final Duration NEVER_AGAIN = Duration.ofDays(366_000);

    /**
     * Who edited it, when and why.
     *
     * @param fileWords what the route file had then
     */
    public record Change(
            String by,
            Instant at,
            @Nullable String reason,
            @Nullable String fileWords) {}

    /** The same, as somebody saw it who names that version of it. */
    public Schedule seenAs(int seen) {
        return new Schedule(
                id, site, task, mode, words, timetable, enabled, comments, node, fileWords, added, change, seen,
                rungUntil, hindrance);
    }

    Schedule hinderedBy(String reason) {
        return new Schedule(
                id, site, task, mode, words, timetable, enabled, comments, node, fileWords, added, change, version,
                rungUntil, reason);
    }

    /** The {@link #hindrance} as it is told; only where there is one. */
    public String notRun() {
        return "not run: " + hindrance;
    }

    /** True when an edit stands in the place of what the route file has. */
    public boolean isOverridden() {
        return !added && change != null;
    }

    /** True when the route file was edited after the edit that stands in its place. */
    public boolean isFileChanged() {
        return isOverridden() && change != null && !Objects.equals(change.fileWords(), fileWords);
    }

    /**
     * The first due instant after the given one that has not been dealt with; empty when it is disabled, on demand, or
     * over. A continuous schedule is due when its run has ended, which nobody can foretell: only where that instant lies
     * before its start, or outside its limits, is known when it may begin.
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (!enabled) {
            return Optional.empty();
        }
        return timetable.isContinuous()
                ? timetable.opening(after, zone).filter(opening -> opening.isAfter(after))
                : due(after, rungUntil, zone);
    }

    /**
     * The first due instant after the given one that is still to be dealt with. After the clock was set back, instants
     * come again: those that are less than an interval before the last one that was rung are not rung twice, those
     * before them are, so that a schedule is neither doubled nor silent for longer than two intervals (M9).
     */
    Optional<Instant> due(Instant after, Instant rung, ZoneId zone) {
        Optional<Instant> due = timetable.next(after, zone);
        while (due.isPresent()
                && !due.get().isAfter(rung)
                && Duration.between(due.get(), rung).compareTo(gap(due.get(), zone)) < 0) {
            due = timetable.next(due.get(), zone);
        }
        return due;
    }

    /** From a due instant to the one after it. */
    Duration gap(Instant due, ZoneId zone) {
        if (timetable.isContinuous()) {
            return Duration.ZERO;
        }
        return timetable
                .next(due, zone)
                .map(next -> Duration.between(due, next))
                .orElse(NEVER_AGAIN);
    }
}
