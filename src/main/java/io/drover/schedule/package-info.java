/** Schedules: when a task is due, and the bell that rings then. The only room that knows Quartz. */
@NullMarked
package io.drover.schedule;

import org.jspecify.annotations.NullMarked;
