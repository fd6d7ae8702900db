package io.drover.console;

import io.drover.run.Run;
import io.drover.site.Act;
import io.drover.site.AuditEntry;
import io.drover.site.PendingClick;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the Audit.
 *
 * @param at to the second
 * @param site empty for what concerns none
 * @param task empty for what concerns none
 * @param run its number; empty for what concerns none
 * @param runLink null where there is no such run, or not any more
 * @param reason empty where none was asked for
 * @param details what else was written down, in words
 * @param answer what came of it
 * @param note more of that; empty where there is nothing more
 */
public record AuditRow(
        long id,
        Moment at,
        String who,
        String what,
        String site,
        String task,
        String run,
        @Nullable String runLink,
        String reason,
        String details,
        Chip answer,
        String note) {

    /** @param run about which it is; null where there is none, or not any more */
    static AuditRow of(AuditEntry entry, @Nullable Run run, Moments moments) {
        Act act = entry.act();
        Map<String, String> details = new TreeMap<>(act.details());
        details.remove("status");
        return new AuditRow(
                entry.id(),
                moments.second(entry.at()),
                act.who(),
                act.what(),
                act.site() == null ? "" : act.site(),
                act.task() == null ? "" : act.task(),
                act.run() == null ? "" : act.run().toString(),
                run == null ? null : Links.run(run.run()),
                act.reason() == null ? "" : act.reason(),
                details.entrySet().stream()
                        .map(each -> "%s: %s".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining("; ")),
                answer(act, run),
                act.details().containsKey("coalesced") ? "served by a run that waited" : note(run));
    }

    private static Chip answer(Act act, @Nullable Run run) {
        if (PendingClick.STATUS.equals(act.details().get("status"))) {
            return new Chip(Mark.HELD_BACK, PendingClick.STATUS);
        }
        return run == null ? new Chip(Mark.DONE, "Done") : Chip.of(run);
    }

    private static String note(@Nullable Run run) {
        return run == null ? "" : RunWords.outcome(run);
    }

    /** Leads to its task; to be asked only where it has one. */
    public String taskLink() {
        return Links.task(site, task);
    }

    /** Leads to its site; to be asked only where it has one. */
    public String siteLink() {
        return Links.site(site);
    }
}
