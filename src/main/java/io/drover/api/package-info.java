/** The JSON API under {@code /api/v1}, as {@code openapi.yaml} describes it. */
@NullMarked
package io.drover.api;

import org.jspecify.annotations.NullMarked;
