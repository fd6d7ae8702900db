package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.MariaServer;
import io.drover.config.SiteSettings;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As what value each type of MariaDB arrives; docs/routes.md tells the same. */
@ExtendWith(MariaServer.Shared.class)
class RowReaderMariaDbTest {

    private final MariaServer maria;
    private final TimeZone machine = TimeZone.getDefault();

    RowReaderMariaDbTest(MariaServer maria) {
        this.maria = maria;
    }

    @AfterEach
    void restore_zone() {
        TimeZone.setDefault(machine);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("tinyint(1)", "2", 2),
                Arguments.of("boolean", "true", 1),
                Arguments.of("bit(1)", "b'1'", true),
                Arguments.of("bit(9)", "b'100000001'", new byte[] {1, 1}),
                Arguments.of("year", "2026", 2026),
                Arguments.of("int unsigned", "4294967295", 4_294_967_295L),
                Arguments.of("bigint unsigned", "18446744073709551615", new BigInteger("18446744073709551615")),
                Arguments.of(
                        "decimal(65,30)",
                        "12345678901234567890123456789012345.123456789012345678901234567891",
                        new BigDecimal("12345678901234567890123456789012345.123456789012345678901234567891")),
                Arguments.of("double", "0.1", 0.1),
                Arguments.of("enum('small','large')", "'large'", "large"),
                Arguments.of("set('a','b','c')", "'a,c'", "a,c"),
                Arguments.of("json", "'{\"a\": [1]}'", "{\"a\": [1]}"),
                Arguments.of("blob", "x'00ff'", new byte[] {0, -1}),
                Arguments.of("varbinary(9)", "x'00ff'", new byte[] {0, -1}),
                Arguments.of("varchar(9)", "'Kä 🐄'", "Kä 🐄"),
                Arguments.of("varchar(9) character set latin1", "'Kä €'", "Kä €"),
                Arguments.of("char(9)", "'ab '", "ab"),
                Arguments.of("text", "repeat('x', 3)", "xxx"),
                Arguments.of("date", "'2026-03-29'", LocalDate.of(2026, 3, 29)),
                Arguments.of("date", "'0000-00-00'", "0000-00-00"),
                Arguments.of("date", "'2026-00-00'", "2026-00-00"),
                Arguments.of("date", "'9999-12-31'", LocalDate.of(9999, 12, 31)),
                Arguments.of("date", "null", null),
                Arguments.of(
                        "datetime(6)",
                        "'2026-03-29 02:30:00.123456'",
                        LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123456000)),
                Arguments.of("datetime", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"),
                Arguments.of("datetime", "'2026-00-00 10:00:00'", "2026-00-00 10:00:00"),
                Arguments.of("datetime", "null", null),
                Arguments.of("timestamp null", "'2026-07-01 12:00:00'", LocalDateTime.of(2026, 7, 1, 12, 0)),
                Arguments.of("timestamp(3) null", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00.000"),
                Arguments.of("time(3)", "'23:59:59.999'", LocalTime.of(23, 59, 59, 999_000_000)),
                Arguments.of("time", "'26:30:00'", "26:30:00"),
                Arguments.of("time", "'-01:00:00'", "-01:00:00"),
                Arguments.of("time", "null", null));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void values_arrive_as_they_are(String type, String literal, Object expected) throws SQLException {
        // A zone whose clocks jump at the hour of some of the values: none may pass through it.
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        maria.schema("types");
        for (String options : new String[] {"", "?useServerPrepStmts=true"}) {
            if (options.isEmpty() || !"2026-00-00".equals(expected)) {
                assertThat(read(type, literal, options)).as(options).isEqualTo(expected);
            }
        }
    }

    private Object read(String type, String literal, String options) throws SQLException {
        var settings = maria.settings("pronto", "types" + options, ZoneId.of("UTC"));
        SiteSettings site = new SiteSettings("LIVE", false, Map.of("pronto", settings), Map.of());
        try (SiteDatabases databases = SiteDatabases.open(site);
                RunConnections run = new RunConnections(databases, "pronto", Set.of("pronto"))) {
            Connection connection = run.get("pronto");
            try (Statement statement = connection.createStatement()) {
                statement.execute("set sql_mode = 'ALLOW_INVALID_DATES'");
                statement.execute("create or replace table t (`stk-value` %s)".formatted(type));
                statement.execute("insert into t values (%s)".formatted(literal));
            }
            try (var statement = connection.prepareStatement("select `stk-value` from t where 1 = ?")) {
                statement.setInt(1, 1);
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    Row row = (Row) new RowReader().newColumnRowMapper().mapRow(result, 0);
                    assertThat(row.columns().names()).containsExactly("stk-value");
                    return row.value(0);
                }
            }
        }
    }

    @Test
    void texts_of_a_latin1_column_keep_their_bytes() throws SQLException {
        maria.schema("types");
        Object value = read("varchar(3) character set latin1", "x'80e4ff'", "");
        assertThat(((String) value).getBytes(StandardCharsets.UTF_8)).isEqualTo("€äÿ".getBytes(StandardCharsets.UTF_8));
    }
}
