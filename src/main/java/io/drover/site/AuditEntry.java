package io.drover.site;

import java.time.Instant;

/** A line of the audit, by the clock of the control database. */
public record AuditEntry(long id, Instant at, Act act) {}
