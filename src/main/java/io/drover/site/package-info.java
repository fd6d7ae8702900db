/** Sites: their state machine, their Camel, their route files, their log. */
@NullMarked
package io.drover.site;

import org.jspecify.annotations.NullMarked;
