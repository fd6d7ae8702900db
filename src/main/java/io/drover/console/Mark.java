package io.drover.console;

import io.drover.fresh.FreshState;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.SiteState;

/** Shape and colour that stand beside a word, so that no state is told by colour alone. */
public enum Mark {
    DONE("ok", "M2.2 6.4 3.6 5 5.2 6.6 9.4 2.4 10.8 3.8 5.2 9.4Z"),
    ON("ok", "M3 1.5 10.5 6 3 10.5Z"),
    CARE("warn", "M6 1 11.5 11H.5Z"),
    OFF("warn", "M2 2h8v8H2Z"),
    HELD_BACK("warn", "M2.5 2h2.5v8H2.5ZM7 2h2.5v8H7Z"),
    BAD("bad", "M2.4 1 6 4.6 9.6 1 11 2.4 7.4 6 11 9.6 9.6 11 6 7.4 2.4 11 1 9.6 4.6 6 1 2.4Z"),
    AT_WORK("work", "M3 1.5 10.5 6 3 10.5Z"),
    CHANGING("work", "M2.5 1h7L7 6l2.5 5h-7L5 6Z"),
    WAITING("idle", "M2.5 2h2.5v8H2.5ZM7 2h2.5v8H7Z"),
    PASSED("idle", "M1.5 5h9v2.2h-9Z"),
    LEFT_OUT("warn", "M1.5 5h9v2.2h-9Z"),
    ADDED("ok", "M4.9 1.5h2.2v3.4h3.4v2.2H7.1v3.4H4.9V7.1H1.5V4.9h3.4Z"),
    CHANGED("work", "M1 4.9h5.6V2L11 6l-4.4 4V7.1H1Z"),
    /** Nobody knows. */
    UNSURE(
            "warn",
            "M4.6 8.6h2.6V11H4.6ZM2.6 4.2a3.4 3.4 0 1 1 5.2 2.9q-.8.5-.8.9H4.8q0-1.7 1.5-2.6a1.2 1.2 0 1 0-1.7-1.2Z"),
    TAKEN_AWAY("warn", "M1.5 4.9h9v2.2h-9Z");

    private final String style;
    private final String shape;

    Mark(String style, String shape) {
        this.style = style;
        this.shape = shape;
    }

    /** Class of the sheet. */
    public String style() {
        return style;
    }

    /** Path in a box of 12 by 12. */
    public String shape() {
        return shape;
    }

    static Mark of(SiteState state) {
        return switch (state) {
            case RUNNING -> ON;
            case STOPPED -> OFF;
            case STARTING, STOPPING -> CHANGING;
        };
    }

    static Mark of(FreshState state) {
        return switch (state) {
            case UNKNOWN -> UNSURE;
            case LATE -> CARE;
            case STOPPED -> OFF;
            case FRESH -> DONE;
        };
    }

    static Mark of(Run run) {
        Result result = run.result();
        if (result == null) {
            return run.status() == RunStatus.QUEUED ? WAITING : AT_WORK;
        }
        return of(result);
    }

    static Mark of(Result result) {
        return switch (result) {
            case OK -> DONE;
            case OK_WITH_REFUSED_ROWS -> CARE;
            case FAILED, INTERRUPTED -> BAD;
            case MISSED -> CARE;
            case STOPPED -> OFF;
            case SKIPPED -> LEFT_OUT;
        };
    }
}
