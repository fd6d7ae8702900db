package io.drover.site;

import io.drover.send.Mode;
import java.time.Instant;

/** A send that was asked for while the site was stopped. It does not run; the next start clears it (PR4, PR5). */
public record PendingClick(String task, Mode mode, String requestedBy, Instant requestedAt) {

    /** The status text of the reference system, for both modes (decision 1). */
    public static final String STATUS = "Pending Changed";
}
