package io.drover.send.value;

import java.sql.Time;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's TIME: a time of day or a span of time, from -838:59:59 to 838:59:59. The field: microseconds in 8 bytes, as
 * PostgreSQL's time of day has it.
 */
final class ClockType extends ValueType {

    private static final Pattern TEXT = Pattern.compile("(-?)(\\d{1,3}):([0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d{1,9}))?)?");
    private static final Duration GREATEST =
            Duration.ofHours(838).plusMinutes(59).plusSeconds(59);

    private final int decimals;

    /** @param decimals of a second that the column keeps, 0 to 6 */
    ClockType(int decimals) {
        super(Wire.TIME);
        this.decimals = decimals;
    }

    @Override
    public byte[] encode(Object value) {
        Duration span = span(value);
        if (span.abs().compareTo(GREATEST) > 0) {
            throw new UnfitValueException("'%s' is beyond the range of the column".formatted(value));
        }
        long unit = (long) Math.pow(10, 9 - decimals);
        if (span.getNano() % unit != 0) {
            throw new UnfitValueException(
                    "'%s' has more than the %d decimals of a second that the column keeps".formatted(value, decimals));
        }
        return Bytes.big(span.getSeconds() * 1_000_000 + span.getNano() / 1000, Long.BYTES);
    }

    private static Duration span(Object value) {
        if (value instanceof Duration span) {
            return span;
        }
        if (value instanceof Time time) {
            return Duration.ofNanos(time.toLocalTime().toNanoOfDay());
        }
        if (value instanceof LocalTime time) {
            return Duration.ofNanos(time.toNanoOfDay());
        }
        Matcher parts = TEXT.matcher(value.toString().strip());
        if (!(value instanceof CharSequence) || !parts.matches()) {
            throw UnfitValueException.notA("a time", value);
        }
        String second = parts.group(4) == null ? "0" : parts.group(4);
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        Duration span = Duration.ofHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(second))
                .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
        return parts.group(1).isEmpty() ? span : span.negated();
    }

    @Override
    public byte[] admit(byte[] field) {
        return encode(Duration.ofNanos(Bytes.big(field) * 1000));
    }

    @Override
    public Object value(byte[] field) {
        return text(field);
    }

    @Override
    public String text(byte[] field) {
        long micros = Bytes.big(field);
        Duration span = Duration.ofNanos(Math.abs(micros) * 1000);
        String text = String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d",
                micros < 0 ? "-" : "",
                span.toHours(),
                span.toMinutesPart(),
                span.toSecondsPart());
        int fraction = span.toNanosPart() / 1000;
        return fraction == 0 ? text : text + String.format(Locale.ROOT, ".%06d", fraction);
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return Long.compare(Bytes.big(one), Bytes.big(other));
    }
}
