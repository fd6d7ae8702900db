package io.drover.site;

import io.drover.Installation;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The runs that a schedule asked for, held against the instants at which it was due. */
final class Fires {

    private Fires() {}

    /** Runs of a task of LIVE that a schedule asked for, by due instant. */
    static List<Run> of(Installation drover, String task) {
        return drover.server().runs().list(new RunFilter("LIVE", task, null, null, null, 100_000)).stream()
                .filter(run -> run.dueAt() != null)
                .sorted(Comparator.comparing(Run::dueAt))
                .toList();
    }

    /** Those that were due after an instant: other classes leave runs of the same name. */
    static List<Run> of(Installation drover, String task, Instant after) {
        return of(drover, task).stream()
                .filter(run -> run.dueAt().isAfter(after))
                .toList();
    }

    /** Instants between the first and the last fire that no run was for, with the runs before and after. */
    static List<String> unserved(List<Run> runs, Duration interval) {
        List<String> unserved = new ArrayList<>();
        for (int i = 1; i < runs.size(); i++) {
            Run before = runs.get(i - 1);
            Run after = runs.get(i);
            for (Instant due = before.dueAt().plus(interval); due.isBefore(after.dueAt()); due = due.plus(interval)) {
                if (!serves(before, due)) {
                    unserved.add("%s, between %s and %s".formatted(due, times(before), times(after)));
                }
            }
        }
        return unserved;
    }

    private static String times(Run run) {
        return "(due %s, asked %s, started %s, ended %s)"
                .formatted(run.dueAt(), run.requestedAt(), run.startedAt(), run.endedAt());
    }

    /** Its own run, or one that was asked for before and still waited then: a later request is served by it. */
    private static boolean serves(Run run, Instant due) {
        return run.dueAt().equals(due)
                || run.dueAt().isBefore(due)
                        && (run.startedAt() == null || !run.startedAt().isBefore(due));
    }
}
