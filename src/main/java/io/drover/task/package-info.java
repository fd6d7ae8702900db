/** The {@code task:} component: the entry of a task, and how a run of it is asked for. */
@NullMarked
package io.drover.task;

import org.jspecify.annotations.NullMarked;
