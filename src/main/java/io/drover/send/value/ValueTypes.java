package io.drover.send.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The types of columns by wire and limits. */
public final class ValueTypes {

    private static final int MICROSECONDS = 6;

    private ValueTypes() {}

    /**
     * A type with the limits of a column.
     *
     * @param length most characters of a text; null = no limit
     * @param precision most digits of a number; null = no limit
     * @param scale decimals of a number or of a second; null = no limit
     * @param padded the column fills texts up with blanks
     * @param zones in which stamps without a zone are meant
     */
    public static ValueType of(
            Wire wire,
            @Nullable Integer length,
            @Nullable Integer precision,
            @Nullable Integer scale,
            boolean padded,
            Zones zones) {
        return switch (wire) {
            case BOOLEAN -> new BooleanType();
            case SMALLINT, INTEGER, BIGINT -> new IntegerType(wire);
            case NUMERIC -> new NumericType(precision, scale);
            case REAL, DOUBLE -> new FloatType(wire);
            case TEXT, SERVER_TEXT -> new TextType(wire, length, padded);
            case BYTES -> new BytesType();
            case UUID -> new UuidType();
            case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_ZONE ->
                new MomentType(wire, scale == null ? MICROSECONDS : scale, zones.source(), zones.target());
        };
    }

    /** A type without limits, as a query returns it. Stamps with a zone are given in UTC. */
    public static ValueType unlimited(Wire wire) {
        return of(wire, null, null, null, false, new Zones(ZoneOffset.UTC, ZoneOffset.UTC));
    }

    /** A number with a declared scale, as a query returns it. */
    public static ValueType numeric(int precision, int scale) {
        return new NumericType(precision, scale);
    }

    /** True for texts such as 0000-00-00, which some vendors keep instead of null. */
    public static boolean isZeroDate(Object value) {
        return value instanceof CharSequence text
                && MomentType.isZeroDate(text.toString().strip());
    }

    /** Zones in which source and target mean stamps that name none. */
    public record Zones(ZoneId source, ZoneId target) {}
}
