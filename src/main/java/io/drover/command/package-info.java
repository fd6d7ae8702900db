/** The {@code command:} component: a program of this machine as a step of a route. */
@NullMarked
package io.drover.command;

import org.jspecify.annotations.NullMarked;
