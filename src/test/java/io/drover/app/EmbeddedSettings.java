package io.drover.app;

import io.drover.config.AlertSettings;
import io.drover.config.DatabaseSettings;
import io.drover.config.Keep;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of a throw-away installation whose databases are all embedded. */
final class EmbeddedSettings {
    private EmbeddedSettings() {}

    static Settings in(Path data, int port) {
        Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
        databases.put("pronto", database("pronto", "embedded:pronto"));
        databases.put("web", database("web", "embedded:web_live"));
        return new Settings(
                "127.0.0.1",
                0,
                data.resolveSibling("routes"),
                data.resolveSibling("logs"),
                data,
                "test",
                port,
                Keep.USUAL,
                false,
                false,
                AlertSettings.NONE,
                database("control", "embedded:drover"),
                List.of(new SiteSettings("LIVE", true, databases, Map.of())));
    }

    static DatabaseSettings database(String name, String url) {
        return new DatabaseSettings(name, url, null, null, 4, ZoneId.systemDefault());
    }
}
