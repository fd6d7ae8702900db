package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.MariaServer;
import io.drover.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clock of a source that keeps no zone with its times. */
@ExtendWith(MariaServer.Shared.class)
class SourceClockMariaDbTest {

    private final MariaServer maria;

    SourceClockMariaDbTest(MariaServer maria) {
        this.maria = maria;
        maria.schema("clock");
    }

    @Test
    void it_is_an_instant_whatever_the_zone() throws SQLException {
        Instant before = serverTime();
        Instant read = read(ZoneId.of("+10:00"), ZoneId.of("+10:00"));
        assertThat(read).isBetween(before, serverTime());
    }

    @Test
    void a_session_that_keeps_another_zone_is_told() {
        assertThatThrownBy(() -> read(ZoneOffset.UTC, ZoneId.of("Pacific/Kiritimati")))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("keeps time at offset Z, which is not that of its time-zone Pacific/Kiritimati");
    }

    private Instant read(ZoneId session, ZoneId settings) throws SQLException {
        try (Database database = Database.open(maria.settings("pronto", "clock", session), "test");
                Connection connection = database.connect()) {
            return SourceClock.read(connection, settings).now();
        }
    }

    private Instant serverTime() {
        String seconds = maria.client("clock")
                .sql("select cast(unix_timestamp(now(6)) as char)")
                .query(String.class)
                .single();
        String[] parts = seconds.split("\\.");
        return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * 1000);
    }
}
