/** Alerts: one message when something begins to need a person, one when it is over. */
@NullMarked
package io.drover.alert;

import org.jspecify.annotations.NullMarked;
