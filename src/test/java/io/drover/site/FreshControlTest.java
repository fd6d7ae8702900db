package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.app.DroverServer;
import io.drover.config.DatabaseSettings;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** F95: a control database that was made anew beside a target that has a history. */
@ExtendWith(Installation.Shared.class)
class FreshControlTest {

    private static final String TASK = "fresh";

    @Test
    void F95_runs_are_counted_on_from_what_the_target_knows(Installation drover, @TempDir Path folder)
            throws Exception {
        DatabaseSettings web = drover.beside("web", "fresh_web");
        try (Database shop = Database.open(web, "drover test")) {
            JdbcClient.create(shop.dataSource()).sql(TrialRoute.CREATE).update();
        }
        SiteSettings site = new SiteSettings(
                "FRESH",
                true,
                Map.of("pronto", drover.server().settings().sites().get(0).database("pronto"), "web", web),
                Map.of());
        Files.writeString(
                Files.createDirectories(folder.resolve("routes")).resolve(TASK + ".camel.yaml"),
                TrialRoute.of(TASK).yaml());
        Run before;
        try (DroverServer first = drover.besides(site, folder)) {
            send(first);
            send(first);
            before = send(first);
        }
        try (DroverServer second = drover.besides(site, folder)) {
            Run after = send(second);
            assertThat(after.result()).as(after.message()).isEqualTo(Result.OK);
            assertThat(after.run()).isGreaterThan(before.run());
            assertThat(after.token()).isGreaterThan(before.token());
            assertThat(second.sites().find("FRESH").orElseThrow().log().tail(100))
                    .anySatisfy(line -> assertThat(line).contains("#web knows runs up to " + before.run()));
        }
    }

    private static Run send(DroverServer server) {
        Site site = server.sites().find("FRESH").orElseThrow();
        long run = site.send(TASK, Mode.ALL, "test").commenced().run();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }
}
