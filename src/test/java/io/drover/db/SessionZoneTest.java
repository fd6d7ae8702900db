package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F45: a session keeps the time of the zone that the settings name, whatever form the name has. */
@ExtendWith(Installation.Shared.class)
class SessionZoneTest {

    private final DatabaseSettings web;

    SessionZoneTest(Installation drover) {
        web = drover.server().settings().sites().get(0).database("web");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Z", "+11:00", "-03:30", "UTC+10", "Etc/GMT-10", "Australia/Melbourne", "Asia/Kathmandu"})
    void F45_a_session_keeps_the_time_of_its_zone(String name) throws SQLException {
        ZoneId zone = ZoneId.of(name);
        DatabaseSettings settings =
                new DatabaseSettings(web.name(), web.url(), web.user(), web.password(), web.poolSize(), zone);
        try (Database database = Database.open(settings, "drover zone test");
                Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select extract(timezone from timestamptz '2026-07-01 00:00Z')::int")) {
            result.next();
            assertThat(result.getInt(1))
                    .isEqualTo(zone.getRules()
                            .getOffset(Instant.parse("2026-07-01T00:00:00Z"))
                            .getTotalSeconds());
        }
    }
}
