package io.drover.send.value;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and stamps. The field: days since 2000-01-01 in 4 bytes for a date, microseconds since midnight or since
 * 2000-01-01 in 8 bytes for the others. The greatest and the least number mean infinity.
 */
final class MomentType extends ValueType {

    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final Instant EPOCH_INSTANT =
            EPOCH.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final int NANOS = 1000;
    /** What PostgreSQL keeps: from 4714-11-24 BC on, dates up to the year 5874897, stamps up to 294276. */
    private static final LocalDate FIRST_DATE = LocalDate.of(-4713, 11, 24);

    private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
    private static final Instant FIRST_INSTANT =
            FIRST_DATE.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant END =
            LocalDate.of(294_277, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final String DAY_END = "24:00:00";
    private static final String BEFORE_CHRIST = " BC";
    /** As drivers hand over a date that is later or earlier than all others. */
    private static final Set<Object> LATEST = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX);

    private static final Set<Object> EARLIEST = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN);
    /** A date of 0000-00-00 or with a month or day of zero: some vendors keep these instead of null. */
    private static final Pattern ZERO_DATE = Pattern.compile("(?:0000-\\d\\d|\\d{4}-00|\\d{4}-\\d\\d-00).*");

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 9, java.time.format.SignStyle.NORMAL)
            .appendPattern("-MM-dd")
            .optionalStart()
            .appendPattern("[ ]['T']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendPattern("[ ]")
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .optionalEnd()
            .parseStrict()
            .toFormatter()
            .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private enum Infinity {
        EARLIEST,
        LATEST
    }

    private final ZoneId sourceZone;
    private final ZoneId targetZone;
    private final long unit;
    private final int decimals;

    /**
     * @param decimals of a second that the column keeps, 0 to 6
     * @param sourceZone in which a stamp without a zone is read where the column has one
     * @param targetZone in which a stamp with a zone is written where the column has none
     */
    MomentType(Wire wire, int decimals, ZoneId sourceZone, ZoneId targetZone) {
        super(wire);
        this.decimals = decimals;
        this.unit = wire == Wire.DATE ? 1 : (long) Math.pow(10, 6 - decimals);
        this.sourceZone = sourceZone;
        this.targetZone = targetZone;
    }

    @Override
    public byte[] encode(Object value) {
        try {
            Object moment = moment(value);
            if (moment instanceof Infinity infinity) {
                return infinite(infinity == Infinity.LATEST);
            }
            return switch (wire()) {
                case DATE -> date(moment);
                case TIME -> time(moment);
                case TIMESTAMP -> stamp(moment);
                default -> instant(moment);
            };
        } catch (ArithmeticException | DateTimeException e) {
            throw new UnfitValueException("'%s' is beyond the range of the column".formatted(value));
        }
    }

    private Object moment(Object value) {
        return value instanceof CharSequence text ? parse(text.toString().strip()) : modern(value);
    }

    private static Object modern(Object value) {
        if (value instanceof Timestamp stamp) {
            return stamp.toLocalDateTime();
        }
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Time time) {
            return time.toLocalTime().with(ChronoField.MILLI_OF_SECOND, Math.floorMod(time.getTime(), 1000));
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof java.util.Date date) {
            return date.toInstant().atOffset(ZoneOffset.UTC);
        }
        if (value.equals(LocalTime.MAX)) {
            return DAY_END;
        }
        return LATEST.contains(value) ? Infinity.LATEST : EARLIEST.contains(value) ? Infinity.EARLIEST : value;
    }

    private Object parse(String text) {
        switch (text) {
            case "infinity":
                return Infinity.LATEST;
            case "-infinity":
                return Infinity.EARLIEST;
            default:
                break;
        }
        if (isZeroDate(text)) {
            throw new UnfitValueException("zero date '%s'".formatted(text));
        }
        try {
            if (wire() == Wire.TIME) {
                return text.equals(DAY_END) ? text : LocalTime.parse(text);
            }
            TemporalAccessor parsed = TEXT.parse(text.endsWith(BEFORE_CHRIST) ? withNegativeYear(text) : text);
            if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
                return OffsetDateTime.from(parsed);
            }
            return parsed.isSupported(ChronoField.HOUR_OF_DAY) ? LocalDateTime.from(parsed) : LocalDate.from(parsed);
        } catch (DateTimeException e) {
            throw UnfitValueException.notA("a " + word(), text);
        }
    }

    /** 0044-03-15 BC as -0043-03-15. */
    private static String withNegativeYear(String text) {
        int end = Math.max(text.indexOf('-'), 0);
        try {
            int year = 1 - Integer.parseInt(text, 0, end, 10);
            String rest = text.substring(end, text.length() - BEFORE_CHRIST.length());
            return (year < 0 ? "-%04d" : "%04d").formatted(Math.abs(year)) + rest;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    static boolean isZeroDate(String text) {
        return ZERO_DATE.matcher(text).matches();
    }

    private String word() {
        return wire().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private byte[] infinite(boolean positive) {
        return switch (wire()) {
            case TIME -> throw new UnfitValueException("infinity is not a time");
            case DATE -> Bytes.big(positive ? Integer.MAX_VALUE : Integer.MIN_VALUE, Integer.BYTES);
            default -> Bytes.big(positive ? Long.MAX_VALUE : Long.MIN_VALUE, Long.BYTES);
        };
    }

    private byte[] date(Object moment) {
        LocalDate date;
        if (moment instanceof LocalDate ready) {
            date = ready;
        } else if (moment instanceof LocalDateTime stamp && stamp.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            date = stamp.toLocalDate();
        } else if (moment instanceof LocalDateTime || moment instanceof OffsetDateTime) {
            throw new UnfitValueException("'%s' has a time, the column keeps a date only".formatted(moment));
        } else {
            throw UnfitValueException.notA("a date", moment);
        }
        if (date.isBefore(FIRST_DATE) || date.isAfter(LAST_DATE)) {
            throw new ArithmeticException("year");
        }
        return Bytes.big(Math.toIntExact(EPOCH.until(date, ChronoUnit.DAYS)), Integer.BYTES);
    }

    private byte[] time(Object moment) {
        if (moment.equals(DAY_END)) {
            return Bytes.big(DAY_MICROS, Long.BYTES);
        }
        if (!(moment instanceof LocalTime time)) {
            throw UnfitValueException.notA("a time", moment);
        }
        return micros(time.toNanoOfDay() / NANOS, time.getNano(), moment);
    }

    private byte[] stamp(Object moment) {
        LocalDateTime stamp = moment instanceof OffsetDateTime zoned
                ? zoned.atZoneSameInstant(targetZone).toLocalDateTime()
                : withoutZone(moment);
        if (stamp == null) {
            throw UnfitValueException.notA("a timestamp", moment);
        }
        return since2000(stamp.toInstant(ZoneOffset.UTC), moment);
    }

    private byte[] instant(Object moment) {
        Instant instant;
        if (moment instanceof OffsetDateTime zoned) {
            instant = zoned.toInstant();
        } else {
            LocalDateTime stamp = withoutZone(moment);
            if (stamp == null) {
                throw UnfitValueException.notA("a timestamp", moment);
            }
            instant = atSource(stamp);
        }
        return since2000(instant, moment);
    }

    private static @Nullable LocalDateTime withoutZone(Object moment) {
        return moment instanceof LocalDate date
                ? date.atStartOfDay()
                : moment instanceof LocalDateTime stamp ? stamp : null;
    }

    private Instant atSource(LocalDateTime stamp) {
        List<ZoneOffset> offsets = sourceZone.getRules().getValidOffsets(stamp);
        if (offsets.isEmpty()) {
            throw new UnfitValueException("'%s' does not exist in zone %s".formatted(stamp, sourceZone));
        }
        return stamp.toInstant(offsets.get(0));
    }

    @Override
    public boolean isAmbiguous(Object value) {
        if (wire() != Wire.TIMESTAMP_WITH_ZONE) {
            return false;
        }
        LocalDateTime stamp = withoutZone(moment(value));
        return stamp != null && sourceZone.getRules().getValidOffsets(stamp).size() > 1;
    }

    private byte[] since2000(Instant instant, Object moment) {
        if (instant.isBefore(FIRST_INSTANT) || !instant.isBefore(END)) {
            throw new ArithmeticException("year");
        }
        long seconds = instant.getEpochSecond() - EPOCH_INSTANT.getEpochSecond();
        long micros = Math.addExact(Math.multiplyExact(seconds, 1_000_000L), instant.getNano() / NANOS);
        return micros(micros, instant.getNano(), moment);
    }

    private byte[] micros(long micros, int nanos, Object moment) {
        if (nanos % NANOS != 0 || micros % unit != 0) {
            throw new UnfitValueException(
                    "'%s' has more than the %d decimals of a second that the column keeps".formatted(moment, decimals));
        }
        return Bytes.big(micros, Long.BYTES);
    }

    @Override
    public byte[] admit(byte[] field) {
        if (unit > 1 && !isInfinite(Bytes.big(field))) {
            long micros = Bytes.big(field);
            if (micros % unit != 0) {
                return micros(micros, 0, value(field));
            }
        }
        return field;
    }

    private boolean isInfinite(long number) {
        return wire() == Wire.DATE
                ? number == Integer.MAX_VALUE || number == Integer.MIN_VALUE
                : number == Long.MAX_VALUE || number == Long.MIN_VALUE;
    }

    @Override
    public Object value(byte[] field) {
        long number = Bytes.big(field);
        if (isInfinite(number) && wire() != Wire.TIME) {
            return number > 0 ? "infinity" : "-infinity";
        }
        return switch (wire()) {
            case DATE -> EPOCH.plusDays(number);
            case TIME -> number == DAY_MICROS ? DAY_END : LocalTime.ofNanoOfDay(number * NANOS);
            case TIMESTAMP -> EPOCH.atStartOfDay().plus(number, ChronoUnit.MICROS);
            default ->
                EPOCH_INSTANT.plus(number, ChronoUnit.MICROS).atZone(targetZone).toOffsetDateTime();
        };
    }

    @Override
    public String text(byte[] field) {
        Object value = value(field);
        String iso = value.toString().replace('T', ' ');
        if (value instanceof TemporalAccessor moment && moment.isSupported(ChronoField.YEAR)) {
            int year = moment.get(ChronoField.YEAR);
            if (year > 0) {
                return iso.startsWith("+") ? iso.substring(1) : iso;
            }
            return "%04d%s%s".formatted(1 - year, iso.substring(iso.indexOf('-', 1)), BEFORE_CHRIST);
        }
        return iso;
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return Long.compare(Bytes.big(one), Bytes.big(other));
    }
}
