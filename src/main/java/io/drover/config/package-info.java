/** Settings of this installation, read once at start as immutable records. */
@NullMarked
package io.drover.config;

import org.jspecify.annotations.NullMarked;
