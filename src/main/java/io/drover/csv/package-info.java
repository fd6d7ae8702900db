/** The {@code csv:} component: the rows of an export that was dropped into a folder, for a {@code send:} step. */
@NullMarked
package io.drover.csv;

import org.jspecify.annotations.NullMarked;
