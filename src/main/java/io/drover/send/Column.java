package io.drover.send;

import org.jspecify.annotations.Nullable;

/**
 * A column of a target table.
 *
 * @param type the type without its length, as the target writes it
 * @param length most characters of a text; null = no limit
 * @param precision most digits of a number; null = no limit
 * @param required rows cannot be inserted without a value for it
 * @param writable false for generated columns
 * @param comparable false for types without an equality of their own, which are compared as text
 */
record Column(
        String name,
        String type,
        @Nullable Integer length,
        @Nullable Integer precision,
        @Nullable Integer scale,
        boolean required,
        boolean writable,
        boolean comparable) {}
