package io.drover.node;

import io.drover.config.DroverException;
import java.time.ZoneId;

/** Nodes of different time zones would ring for one schedule at different times, each for itself. */
public final class OtherZoneException extends DroverException {

    private static final long serialVersionUID = 1;

    OtherZoneException(ZoneId own, Node other, ZoneId zone) {
        super(
                "This machine's time zone is %s, that of node %s is %s, and schedules would be due at both. Give this one the same: start it with TZ=%s"
                        .formatted(own, other.name(), zone, zone));
    }
}
