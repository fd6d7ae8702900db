/** What a monitoring system reads: runs, freshness, queues, sites, nodes, pools and the process itself, in figures. */
@NullMarked
package io.drover.metrics;

import org.jspecify.annotations.NullMarked;
