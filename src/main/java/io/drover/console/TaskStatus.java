package io.drover.console;

import io.drover.site.PendingClick;
import io.drover.site.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * The status of a task on a site.
 *
 * @param chip null when the status is blank
 * @param clicked when it was asked for while the site was stopped; null otherwise
 * @param by who asked, and for what; empty unless it was asked for while stopped
 */
public record TaskStatus(@Nullable Chip chip, @Nullable Moment clicked, String by) {

    static TaskStatus of(TaskView task, Moments moments) {
        return of(task.status(), task.pending(), moments);
    }

    static TaskStatus of(String status, @Nullable PendingClick click, Moments moments) {
        if (click != null) {
            return new TaskStatus(
                    new Chip(Mark.HELD_BACK, PendingClick.STATUS),
                    moments.minute(click.requestedAt()),
                    "%s asked for by %s".formatted(click.mode().words(), click.requestedBy()));
        }
        Mark mark = status.equals("Running") ? Mark.AT_WORK : Mark.WAITING;
        return new TaskStatus(status.isEmpty() ? null : new Chip(mark, status), null, "");
    }
}
