/** The pages that operators work with: server-rendered, complete without script; htmx only keeps them up to date. */
@NullMarked
package io.drover.console;

import org.jspecify.annotations.NullMarked;
