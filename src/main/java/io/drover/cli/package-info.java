/** The command line: thin clients of the API. */
@NullMarked
package io.drover.cli;

import org.jspecify.annotations.NullMarked;
