package io.drover.node;

import java.time.Instant;
import java.util.List;

/**
 * A process of Drover as the control database knows it; all times are that database's.
 *
 * @param address where its console is
 * @param isAlive whether it has sent a sign of life lately
 * @param sites those it serves, by name
 */
public record Node(
        String name,
        String address,
        String version,
        Instant startedAt,
        Instant beatAt,
        boolean isAlive,
        List<String> sites) {}
