package io.drover.send;

import io.drover.MariaServer;
import io.drover.config.SiteSettings;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in MariaDB. */
@ExtendWith(MariaServer.Shared.class)
class RunRowStoreMariaDbTest extends RunRowStoreCases {

    RunRowStoreMariaDbTest(MariaServer maria) {
        super(site(maria));
    }

    private static SiteSettings site(MariaServer maria) {
        maria.schema("untouched");
        maria.client("mysql").sql("create database if not exists pages").update();
        return new SiteSettings(
                "ROWS",
                false,
                Map.of(
                        "web", maria.settings("web", "pages", ZoneId.of("-03:00")),
                        "pronto", maria.settings("pronto", "untouched", ZoneId.of("UTC"))),
                Map.of());
    }
}
