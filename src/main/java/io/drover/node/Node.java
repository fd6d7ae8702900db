package io.drover.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of Drover as the control database knows it; all times are that database's.
 *
 * @param address where its console is
 * @param zone in which it means the times of schedules that name none; null where it is not known
 * @param isAlive whether it has sent a sign of life lately
 * @param sites those it serves, by name
 */
public record Node(
        String name,
        String address,
        String version,
        @Nullable String zone,
        Instant startedAt,
        Instant beatAt,
        boolean isAlive,
        List<String> sites) {}
