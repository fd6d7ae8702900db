package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that refused a sign-in is left alone for a while and then asked again (F24). */
@ExtendWith(Installation.Shared.class)
class CarefulSignInTest {

    private final DatabaseSettings web;
    private final Properties properties = new Properties();
    private final AtomicLong nanos = new AtomicLong();
    private final CarefulSignIn signIn;

    CarefulSignInTest(Installation drover) throws SQLException {
        web = drover.server().settings().sites().get(0).database("web");
        properties.setProperty("user", Objects.requireNonNull(web.user()));
        properties.setProperty("password", "wrong");
        signIn = new CarefulSignIn(DriverManager.getDriver(web.url()), web.url(), properties, nanos::get);
    }

    @Test
    void F24_a_refused_sign_in_is_repeated_for_30_s_and_then_tried_again() throws SQLException {
        assertThatThrownBy(signIn::getConnection).hasMessageContaining("password authentication failed");
        properties.setProperty(
                "password", Objects.requireNonNull(web.password()).reveal());

        nanos.addAndGet(CarefulSignIn.PAUSE.toNanos() - 1);
        assertThatThrownBy(signIn::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(SqlClass.of(refusal)).isEqualTo(SqlClass.NEVER))
                .hasMessageContaining("password authentication failed");

        nanos.incrementAndGet();
        try (Connection connection = signIn.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
        signIn.refuse();
    }
}
