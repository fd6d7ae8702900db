/** Runs: how they are asked for, wait in queues, are executed, stopped and remembered. */
@NullMarked
package io.drover.run;

import org.jspecify.annotations.NullMarked;
