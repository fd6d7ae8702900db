package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.SendLab.Step;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F45 to F50: odd values that a route makes itself, in a PostgreSQL target; each says what comes of it. */
@ExtendWith(Installation.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaValuesTest {

    private static final String UUID_TEXT = "123e4567-e89b-12d3-a456-426614174000";
    private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

    /** Values by the number of their case. */
    private static final List<@Nullable Object> VALUES = new ArrayList<>();

    private static final List<ValueCase> CASES = new ArrayList<>();

    private final SendLab lab;
    private final SendLab zoned;
    private final ValueRun run;

    static {
        numbers();
        texts();
        moments();
        others();
    }

    JavaValuesTest(Installation drover) {
        lab = new SendLab(drover);
        zoned = lab.in(MELBOURNE, ZoneId.of("UTC"));
        run = new ValueRun(zoned);
    }

    /** @param typesAndOutcomes a type of column, then what comes of the value there, and so on */
    private static void is(@Nullable Object value, String... typesAndOutcomes) {
        for (int i = 0; i < typesAndOutcomes.length; i += 2) {
            String from = value == null ? "null" : value.getClass().getSimpleName();
            CASES.add(ValueCase.of(
                    VALUES.size(), from, String.valueOf(value), typesAndOutcomes[i], typesAndOutcomes[i + 1]));
            VALUES.add(value);
        }
    }

    private static void numbers() {
        is((byte) -128, "smallint", "= -128", "integer", "= -128", "text", "= -128");
        is((short) 32767, "smallint", "= 32767", "bigint", "= 32767");
        is(32768, "smallint", "refused: not between", "integer", "= 32768", "numeric(5)", "= 32768", "real", "= 32768");
        is(
                Long.MIN_VALUE,
                "bigint",
                "= -9223372036854775808",
                "integer",
                "refused: not between",
                "numeric",
                "= -9223372036854775808");
        is(9007199254740993L, "double precision", "refused: more digits", "numeric", "= 9007199254740993");
        is(
                new BigInteger("18446744073709551616"),
                "bigint",
                "refused: not between",
                "numeric",
                "= 18446744073709551616");
        is(new AtomicInteger(7), "integer", "= 7");
        is(new AtomicLong(7), "bigint", "= 7");
        is(
                new BigDecimal("1.50"),
                "numeric(6,2)",
                "= 1.50",
                "numeric",
                "= 1.5",
                "text",
                "= 1.50",
                "integer",
                "refused: has decimals");
        is(new BigDecimal("1.005"), "numeric(6,2)", "refused: has 3 decimals");
        is(new BigDecimal("1E+3"), "integer", "= 1000", "text", "= 1000", "numeric(4)", "= 1000");
        is(
                new BigDecimal("1E+999999999"),
                "numeric",
                "refused: beyond",
                "text",
                "refused: beyond",
                "bigint",
                "refused: beyond",
                "double precision",
                "refused: beyond");
        is(new BigDecimal("1E-999999999"), "numeric", "refused: beyond", "double precision", "refused: beyond");
        is(
                new BigDecimal("1E-400"),
                "double precision",
                "refused: too small",
                "numeric",
                "= 0." + "0".repeat(399) + "1");
        is(
                0.1,
                "double precision",
                "= 0.1",
                "real",
                "= 0.1",
                "numeric",
                "= 0.1",
                "numeric(3,1)",
                "= 0.1",
                "text",
                "= 0.1",
                "integer",
                "refused: has decimals",
                "date",
                "refused: not a date",
                "timestamptz",
                "refused: not a timestamp");
        is(-0.0, "double precision", "= 0", "numeric", "= 0", "integer", "= 0");
        is(
                Double.NaN,
                "double precision",
                "= NaN",
                "numeric",
                "= NaN",
                "integer",
                "refused: not a number",
                "boolean",
                "refused: not");
        is(
                Double.POSITIVE_INFINITY,
                "real",
                "= Infinity",
                "numeric",
                "= Infinity",
                "numeric(6,2)",
                "refused: not finite",
                "date",
                "refused: not a date",
                "timestamp",
                "refused: not a timestamp");
        is(1e300, "real", "refused: beyond the range", "text", "= 1.0E300");
        is(Double.MIN_VALUE, "double precision", "= 5e-324", "real", "refused: too small");
        is(0.5f, "real", "= 0.5", "double precision", "= 0.5", "numeric", "= 0.5");
        is(Float.MIN_VALUE, "real", "= 1e-45");
        is(
                2026,
                "date",
                "refused: not a date",
                "uuid",
                "refused: not a UUID",
                "bytea",
                "refused: not a binary value",
                "boolean",
                "refused: not true or false");
    }

    private static void texts() {
        is("", "text", "=", "varchar(1)", "=", "integer", "refused: not a number", "boolean", "refused: not");
        is("a\u0000b", "text", "refused: NUL character", "varchar(9)", "refused: NUL character");
        is("a\uD800", "text", "refused: half a character (U+D800)", "char(5)", "refused: half a character");
        is("\uDC04x", "text", "refused: half a character (U+DC04)", "json", "refused: half a character");
        is("\uD83D\uDC04", "text", "= \uD83D\uDC04", "varchar(1)", "= \uD83D\uDC04");
        is("e\u0301", "varchar(1)", "refused: text of 2 characters", "varchar(2)", "= e\u0301");
        is("abcde   ", "varchar(5)", "refused: text of 8 characters", "char(5)", "= abcde");
        is("x".repeat(2_000_000), "varchar(5)", "refused: text of 2000000 characters");
        is(new StringBuilder("abc"), "text", "= abc", "integer", "refused: not a number");
        is('x', "text", "= x", "char(3)", "= x");
        is(true, "boolean", "= true", "text", "= true", "integer", "refused: not a number");
        is("YES", "boolean", "= true");
        is(DayOfWeek.MONDAY, "text", "= MONDAY", "varchar(3)", "refused: text of 6 characters");
        is(
                UUID.fromString(UUID_TEXT),
                "uuid",
                "= " + UUID_TEXT,
                "text",
                "= " + UUID_TEXT,
                "bigint",
                "refused: not a number");
        is(UUID_TEXT.substring(1), "uuid", "refused: not a UUID");
        is("{" + UUID_TEXT + "}", "uuid", "= " + UUID_TEXT);
        is(
                "abc".getBytes(StandardCharsets.UTF_8),
                "bytea",
                "= \\x616263",
                "text",
                "refused: not a text",
                "integer",
                "refused: not a number");
    }

    private static void moments() {
        is(
                LocalDate.of(2026, 11, 26),
                "date",
                "= 2026-11-26",
                "timestamp",
                "= 2026-11-26 00:00:00",
                "timestamptz",
                "= 2026-11-25 13:00:00+00",
                "text",
                "= 2026-11-26",
                "integer",
                "refused: not a number");
        is(LocalDate.of(0, 2, 29), "date", "= 0001-02-29 BC");
        is(LocalDate.of(-4713, 11, 23), "date", "refused: beyond the range");
        is(LocalDate.of(300_000, 1, 1), "date", "= 300000-01-01", "timestamp", "refused: beyond the range");
        is(LocalDate.of(5_874_898, 1, 1), "date", "refused: beyond the range");
        is(LocalDate.MAX, "date", "= infinity", "timestamp", "= infinity");
        is(LocalDate.MIN, "date", "= -infinity");
        is(LocalDateTime.MAX, "timestamp", "= infinity", "timestamp(0)", "= infinity");
        is(LocalDateTime.of(294_277, 1, 1, 0, 0), "timestamp", "refused: beyond the range");
        is(LocalDateTime.of(2026, 11, 26, 10, 0, 0, 1), "timestamp", "refused: more than the 6 decimals");
        is(
                LocalDateTime.of(2026, 4, 5, 2, 30),
                "timestamptz",
                "= 2026-04-04 15:30:00+00",
                "timestamp",
                "= 2026-04-05 02:30:00");
        is(
                LocalDateTime.of(2026, 10, 4, 2, 30),
                "timestamptz",
                "refused: does not exist in zone",
                "date",
                "refused: has a time");
        is(
                OffsetDateTime.parse("2026-04-05T02:30:00+10:00"),
                "timestamptz",
                "= 2026-04-04 16:30:00+00",
                "timestamp",
                "= 2026-04-04 16:30:00",
                "date",
                "refused: has a time");
        is(OffsetDateTime.MAX, "timestamptz", "= infinity");
        is(ZonedDateTime.of(2026, 4, 5, 2, 30, 0, 0, MELBOURNE), "timestamptz", "= 2026-04-04 15:30:00+00");
        is(
                Instant.parse("2026-11-26T10:00:00Z"),
                "timestamptz",
                "= 2026-11-26 10:00:00+00",
                "timestamp",
                "= 2026-11-26 10:00:00",
                "text",
                "= 2026-11-26T10:00:00Z");
        is(Instant.MAX, "timestamptz", "refused: beyond the range");
        is(
                LocalTime.of(23, 59, 59, 999_999_000),
                "time",
                "= 23:59:59.999999",
                "time(3)",
                "refused: more than the 3 decimals");
        is(LocalTime.MAX, "time", "= 24:00:00");
        is(OffsetTime.of(10, 0, 0, 0, ZoneOffset.ofHours(5)), "timetz", "= 10:00:00+05", "time", "refused: not a time");
        is(java.sql.Date.valueOf("2026-11-26"), "date", "= 2026-11-26", "text", "= 2026-11-26");
        is(
                java.sql.Timestamp.valueOf("2026-11-26 10:00:00.5"),
                "timestamp",
                "= 2026-11-26 10:00:00.5",
                "timestamp(0)",
                "refused: more than the 0 decimals");
        is(new java.sql.Time(java.sql.Time.valueOf("10:00:00").getTime() + 123), "time", "= 10:00:00.123");
        is(
                new java.util.Date(0),
                "timestamptz",
                "= 1970-01-01 00:00:00+00",
                "text",
                "refused: a value of Date is not a text");
        is(Year.of(2026), "date", "refused: not a date", "text", "= 2026");
        is(YearMonth.of(2026, 11), "date", "refused: not a date");
        is(Duration.ofMinutes(90), "interval", "= 01:30:00", "time", "refused: not a time", "text", "= PT1H30M");
        is(Period.ofDays(3), "interval", "= 3 days");
        is("0000-00-00", "date", "refused: zero date", "text", "= 0000-00-00");
        is("0004-02-29 BC", "date", "refused: not a date");
    }

    private static void others() {
        is(null, "integer", "= null", "text", "= null", "jsonb", "= null");
        is(
                new Object(),
                "text",
                "refused: a value of Object is not a text",
                "integer",
                "refused: not a number",
                "date",
                "refused: not a date",
                "boolean",
                "refused: not true or false",
                "uuid",
                "refused: not a UUID",
                "jsonb",
                "refused: a value of Object is not a text",
                "bytea",
                "refused: not a binary value");
        is(List.of("a", "b"), "text", "refused: is not a text", "text[]", "refused: is not a text");
        is(Map.of("a", 1), "jsonb", "refused: is not a text", "text", "refused: is not a text");
        is(Optional.of(1), "integer", "refused: not a number", "text", "refused: a value of Optional is not a text");
        is(new int[] {1}, "integer[]", "refused: is not a text");
        is(URI.create("http://x"), "text", "refused: a value of URI is not a text");
        is("{\"a\":1,\"a\":2}", "jsonb", "refused: has a key twice", "json", "= {\"a\":1,\"a\":2}");
        is("{1.005}", "numeric(6,2)[]", "refused: would become", "numeric[]", "= {1.005}");
        is("101", "bit(5)", "refused: would become", "bit(3)", "= 101");
    }

    @BeforeAll
    void send() throws SQLException {
        lab.create("", "");
        run.send(CASES, JavaValuesTest::source);
    }

    private static Step source(List<ValueCase> cases) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ValueCase each : cases) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("id", each.line());
            cases.forEach(other -> row.put(other.column(), other == each ? VALUES.get(each.line()) : null));
            rows.add(row);
        }
        return SendLab.step("v", "id").of(rows);
    }

    @AfterAll
    void close() {
        zoned.close();
        lab.close();
    }

    static List<ValueCase> values() {
        return CASES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void F45_to_F50_a_value_of_a_route_arrives_as_it_is_or_by_a_rule_or_is_refused(ValueCase each) {
        run.check(each, each.value());
    }

    @Test
    void the_list_has_at_least_140_values() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(140);
    }
}
