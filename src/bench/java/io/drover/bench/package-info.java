/** Drover beside the usual ways to keep a table equal to another, in one run; docs/performance.md tells the method. */
@NullMarked
package io.drover.bench;

import org.jspecify.annotations.NullMarked;
