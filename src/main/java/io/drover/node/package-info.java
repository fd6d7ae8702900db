/** The processes that share a control database: who is alive, and what they tell each other. */
@NullMarked
package io.drover.node;

import org.jspecify.annotations.NullMarked;
