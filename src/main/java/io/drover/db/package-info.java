/** Data sources, the connections of a run, the control database and its migrations. */
@NullMarked
package io.drover.db;

import org.jspecify.annotations.NullMarked;
