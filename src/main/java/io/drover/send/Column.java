package io.drover.send;

import io.drover.send.value.ValueType;

/**
 * A column of a target table.
 *
 * @param type the type without its length, as the target writes it
 * @param declared the type with its length
 * @param values what the column takes
 * @param filled it takes no null
 * @param required rows cannot be inserted without a value for it
 * @param writable false for generated columns
 * @param direct the server transfers it in the form of its fields; else as the text it writes
 * @param exact what the server calls equal has equal fields; else "A" may be equal to "a"
 */
record Column(
        String name,
        String type,
        String declared,
        ValueType values,
        boolean filled,
        boolean required,
        boolean writable,
        boolean direct,
        boolean exact) {}
