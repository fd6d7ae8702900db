package io.drover.alert;

import java.util.Locale;

/** What people are told of. */
public enum AlertRule {
    /** A source or a shop does not answer, or lets Drover not in. */
    UNREACHABLE("does not answer", "answers again"),
    /** A run failed after one that was OK. */
    FAILED("failed", "is OK again"),
    /** The guard waits for a person. */
    GUARD("waits for a confirmation", "waits no longer"),
    /** Due, and not begun. */
    MISSED("was missed", "has run again"),
    /** Behind by more than its target. */
    LATE("is late", "is fresh again"),
    /** The shop refused more rows than are tolerated. */
    REFUSED("has refused rows", "has no refused rows any more"),
    /** A site was stopped for long. */
    STOPPED("is stopped", "runs again"),
    /** A route file is broken. */
    ROUTE("is broken", "is good again"),
    /** A node gives no sign of life. */
    NODE("gives no sign of life", "is alive again, or gone for good"),
    /** A run has waited long for its turn. */
    QUEUE("has waited long", "waits no longer"),
    /** The source of a task had no change for long. */
    QUIET("is quiet", "has changed again");

    private final String begins;
    private final String ends;

    AlertRule(String begins, String ends) {
        this.begins = begins;
        this.ends = ends;
    }

    /** What is said of the subject when it begins. */
    public String begins() {
        return begins;
    }

    /** What is said of the subject when it is over. */
    public String ends() {
        return ends;
    }

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
