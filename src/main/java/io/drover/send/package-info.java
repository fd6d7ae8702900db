/** The {@code send:} component: makes a target table equal to the rows it is given, in the transaction of the run. */
@NullMarked
package io.drover.send;

import org.jspecify.annotations.NullMarked;
