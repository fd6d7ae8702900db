package io.drover.send.value;

import io.drover.send.value.ValueTypes.Zones;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as MariaDB's {@code information_schema.columns} describes it.
 *
 * @param name {@code data_type}
 * @param definition {@code column_type}, with lengths, members and signs
 * @param length most characters; null where there is none
 * @param bytes most bytes; null where there is none
 * @param precision digits of a number
 * @param scale decimals of a number; null = as they come
 * @param decimals of a second
 * @param charset null where there is none
 */
public record MariaType(
        String name,
        String definition,
        @Nullable Long length,
        @Nullable Long bytes,
        @Nullable Integer precision,
        @Nullable Integer scale,
        @Nullable Integer decimals,
        @Nullable String charset) {

    private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");
    private static final BigInteger TWO = BigInteger.TWO;
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);
    /** From MariaDB 11.5 on; servers before it refuse what is after 2038-01-19 themselves. */
    private static final OffsetDateTime LAST_STAMP = OffsetDateTime.of(2106, 2, 7, 6, 28, 15, 0, ZoneOffset.UTC);

    private static final double GREATEST_FLOAT = Float.MAX_VALUE;

    /** What a column of this type takes. */
    public ValueType values(Zones zones) {
        return switch (name) {
            case "tinyint" -> whole(8);
            case "smallint" -> whole(16);
            case "mediumint" -> whole(24);
            case "int" -> whole(32);
            case "bigint" -> whole(64);
            case "year" -> new BoundedType(new IntegerType(Wire.SMALLINT), 1901, 2155);
            case "bit" -> precision != null && precision == 1 ? new BooleanType() : bits();
            case "decimal" -> decimal();
            // With decimals of their own they are decimal numbers that the server rounds.
            case "float" -> scale == null ? floating(Wire.REAL, GREATEST_FLOAT) : decimal();
            case "double" -> scale == null ? floating(Wire.DOUBLE, Double.MAX_VALUE) : decimal();
            case "char" -> text(true);
            case "varchar", "tinytext", "text", "mediumtext", "longtext" -> text(false);
            case "enum" -> new MembersType(members(), false);
            case "set" -> new MembersType(members(), true);
            case "binary" -> new BinaryType(size(), true);
            case "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> new BinaryType(size(), false);
            case "date" -> new CalendarType(moments(Wire.DATE, zones), FIRST.toLocalDate(), LAST.toLocalDate());
            case "datetime" -> new CalendarType(moments(Wire.TIMESTAMP, zones), FIRST, LAST.plusNanos(lastFraction()));
            case "timestamp" ->
                new CalendarType(moments(Wire.TIMESTAMP_WITH_ZONE, zones), Instant.ofEpochSecond(1), LAST_STAMP);
            case "time" -> new ClockType(decimals == null ? 0 : decimals);
            case "uuid" -> new UuidType();
            default -> new UnknownType(name);
        };
    }

    /** The name as schema drift tells it: without lengths, but a sign is a matter of what values there are. */
    public String shortName() {
        return isUnsigned() ? name + " unsigned" : name;
    }

    /** Text as the server shows it, of a value that such a column has, as a field. */
    public static byte[] kept(ValueType values, String text) {
        if (values instanceof CalendarType calendar) {
            return calendar.kept(text);
        }
        return values instanceof BoundedType bounded ? bounded.kept(text) : values.encode(text);
    }

    private boolean isUnsigned() {
        return definition.contains("unsigned");
    }

    private ValueType whole(int bits) {
        BigInteger greatest = TWO.pow(isUnsigned() ? bits : bits - 1).subtract(BigInteger.ONE);
        BigInteger least = isUnsigned() ? BigInteger.ZERO : greatest.not();
        return new BoundedType(number(greatest), least, greatest);
    }

    private ValueType bits() {
        BigInteger greatest = TWO.pow(precision == null ? 64 : precision).subtract(BigInteger.ONE);
        return new BoundedType(number(greatest), BigInteger.ZERO, greatest);
    }

    /** The smallest of the numbers that reach so far. */
    private static ValueType number(BigInteger greatest) {
        int bits = greatest.bitLength();
        if (bits >= Long.SIZE) {
            return new NumericType(20, 0);
        }
        return new IntegerType(bits < Short.SIZE ? Wire.SMALLINT : bits < Integer.SIZE ? Wire.INTEGER : Wire.BIGINT);
    }

    private ValueType decimal() {
        int digits = precision == null ? 10 : precision;
        int places = scale == null ? 0 : scale;
        ValueType number = new NumericType(digits, places);
        BigDecimal greatest = BigDecimal.TEN.pow(digits - places).subtract(BigDecimal.ONE.movePointLeft(places));
        return new BoundedType(number, isUnsigned() ? BigDecimal.ZERO : greatest.negate(), greatest);
    }

    private ValueType floating(Wire wire, double greatest) {
        return new BoundedType(new FloatType(wire), isUnsigned() ? 0.0 : -greatest, greatest);
    }

    private ValueType text(boolean stripped) {
        boolean counted = name.equals("char") || name.equals("varchar");
        return new CharsetType(
                counted && length != null ? Math.toIntExact(length) : null,
                size(),
                charset == null ? "utf8mb4" : charset,
                stripped);
    }

    private long size() {
        return bytes == null ? Long.MAX_VALUE : bytes;
    }

    private ValueType moments(Wire wire, Zones zones) {
        return ValueTypes.of(wire, null, null, decimals == null ? 0 : decimals, false, zones);
    }

    private long lastFraction() {
        int kept = decimals == null ? 0 : decimals;
        return 1_000_000_000L - (long) Math.pow(10, 9 - kept);
    }

    private List<String> members() {
        List<String> members = new ArrayList<>();
        Matcher matcher = MEMBER.matcher(definition);
        while (matcher.find()) {
            members.add(matcher.group(1).replace("''", "'"));
        }
        return members;
    }
}
