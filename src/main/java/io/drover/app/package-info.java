/** Puts the rooms together: start, embedded PostgreSQL, sample databases, shutdown. */
@NullMarked
package io.drover.app;

import org.jspecify.annotations.NullMarked;
