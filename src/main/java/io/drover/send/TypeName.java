package io.drover.send;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of types, one for each type whatever a vendor calls it, and which of them take all values of another. */
final class TypeName {

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("smallserial", "smallint"),
            Map.entry("tinyint", "smallint"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("serial", "integer"),
            Map.entry("mediumint", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("bigserial", "bigint"),
            Map.entry("decimal", "numeric"),
            Map.entry("number", "numeric"),
            Map.entry("float4", "real"),
            Map.entry("float", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("double", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("char", "text"),
            Map.entry("bpchar", "text"),
            Map.entry("character", "text"),
            Map.entry("varchar", "text"),
            Map.entry("varchar2", "text"),
            Map.entry("character varying", "text"),
            Map.entry("tinytext", "text"),
            Map.entry("mediumtext", "text"),
            Map.entry("longtext", "text"),
            Map.entry("datetime", "timestamp"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamptz", "timestamp with time zone"));

    /** Each takes all values of those before it. */
    private static final List<List<String>> WIDER = List.of(
            List.of("smallint", "integer", "bigint", "numeric"),
            List.of("real", "double precision"),
            List.of("date", "timestamp"));

    private TypeName() {}

    static String of(String vendorName) {
        String name = vendorName.toLowerCase(Locale.ROOT).replaceFirst("\\(.*", "");
        return ALIASES.getOrDefault(name, name);
    }

    /** True when no value can be lost on the way from one type to the other. */
    static boolean takesAll(String after, String before) {
        return after.equals(before)
                || after.equals("text")
                || WIDER.stream()
                        .anyMatch(types -> types.contains(before) && types.indexOf(after) > types.indexOf(before));
    }
}
