/** Values and their types: what arrives in a target column, and what does not fit it. */
@NullMarked
package io.drover.send.value;

import org.jspecify.annotations.NullMarked;
