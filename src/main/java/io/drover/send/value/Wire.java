package io.drover.send.value;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The binary forms of values: those PostgreSQL's protocol uses. Types of one wire differ in their limits only. */
public enum Wire {
    BOOLEAN("bool"),
    SMALLINT("int2"),
    INTEGER("int4"),
    BIGINT("int8"),
    NUMERIC("numeric"),
    REAL("float4"),
    DOUBLE("float8"),
    /** UTF-8. */
    TEXT("text"),
    /** As the server writes it, for types of which only the server knows the equality, such as jsonb and arrays. */
    SERVER_TEXT("text"),
    BYTES("bytea"),
    UUID("uuid"),
    DATE("date"),
    TIME("time"),
    TIMESTAMP("timestamp"),
    TIMESTAMP_WITH_ZONE("timestamptz");

    private static final Map<String, Wire> BY_NAME = Arrays.stream(values())
            .filter(wire -> wire != SERVER_TEXT)
            .collect(Collectors.toMap(Wire::postgresType, Function.identity()));

    private final String postgresType;

    Wire(String postgresType) {
        this.postgresType = postgresType;
    }

    /** Whether its values have a date. */
    public boolean isDate() {
        return this == DATE || this == TIMESTAMP || this == TIMESTAMP_WITH_ZONE;
    }

    /** PostgreSQL's internal name of the type without limits that has this form. */
    public String postgresType() {
        return postgresType;
    }

    /** @param type PostgreSQL's internal name of a type; empty when its form is none of these */
    public static Optional<Wire> ofPostgres(String type) {
        return switch (type) {
            case "varchar", "bpchar", "name", "json" -> Optional.of(TEXT);
            default -> Optional.ofNullable(BY_NAME.get(type));
        };
    }
}
