package io.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drover.FreePort;
import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class SampleDatabasesTest {
    private static final String ERP = """
            create schema pronto;
            create table pronto.item (id int, note text default 'a;b?');
            create procedure pronto.seed() language sql as $$ insert into pronto.item values (1); $$;
            create procedure pronto.activity() language sql as $$ insert into pronto.item values (2); $$;
            """;
    private static final String SHOP = "create schema web; create table web.product (code text);";

    @TempDir
    Path folder;

    private EmbeddedServer server;
    private SiteSettings site;

    @BeforeEach
    void startServer() {
        Settings settings = EmbeddedSettings.in(folder.resolve("data"), FreePort.take());
        server = EmbeddedServer.start(settings);
        site = settings.sites().get(0);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void erp_is_seeded_once_and_shop_is_empty() throws SQLException {
        SampleDatabases samples = new SampleDatabases(server, ERP, SHOP);

        samples.install(site);
        samples.install(site);

        assertThat(query("pronto", "select count(*) || max(note) from pronto.item"))
                .isEqualTo("1a;b?");
        assertThat(query("web", "select count(*) from web.product")).isEqualTo("0");
    }

    @Test
    void failed_installation_leaves_nothing_and_is_made_up_for() throws SQLException {
        SampleDatabases broken = new SampleDatabases(server, ERP + "select 1 / 0;", SHOP);

        assertThatThrownBy(() -> broken.install(site))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("division by zero");
        assertThat(query("pronto", "select count(*) from pg_namespace where nspname = 'pronto'"))
                .isEqualTo("0");

        new SampleDatabases(server, ERP, SHOP).install(site);
        assertThat(query("pronto", "select count(*) from pronto.item")).isEqualTo("1");
    }

    @Test
    void activity_changes_the_erp_and_survives_failures() throws SQLException {
        DatabaseSettings pronto = server.resolve(site.database("pronto"));
        try (ErpActivity activity = new ErpActivity(pronto, Duration.ofMillis(50))) {
            activity.start(); // fails until the sample is there
            new SampleDatabases(server, ERP, SHOP).install(site);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> query("pronto", "select count(*) > 2 from pronto.item")
                            .equals("t"));
        }
    }

    private String query(String source, String sql) throws SQLException {
        try (Connection connection = SampleDatabases.connect(server.resolve(site.database(source)));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            assertThat(found.next()).isTrue();
            return String.valueOf(found.getString(1));
        }
    }
}
