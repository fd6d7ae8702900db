/** The {@code mail:} component: a mail for each row, asked for by a step of a route. */
@NullMarked
package io.drover.mail;

import org.jspecify.annotations.NullMarked;
