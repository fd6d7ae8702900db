/** How fresh the shops are, by data set, and what needs a person. */
@NullMarked
package io.drover.fresh;

import org.jspecify.annotations.NullMarked;
