package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.drover.FreePort;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FaultLab.LabSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** F30: a full disk costs time, not rows. */
@ExtendWith(FaultLab.Shared.class)
class DiskFullTest {

    private static final int MEGABYTES = 8;
    private static final int LOG_MEGABYTES = 60;

    private final FaultLab lab;
    private final LabSite site;

    DiskFullTest(FaultLab lab) {
        this.lab = lab;
        this.site = lab.stage();
    }

    @Test
    void F30_a_run_waits_until_the_disk_of_the_shop_has_room_again(@TempDir Path folder) throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("small"), MEGABYTES);
        assumeTrue(mounted.isPresent(), "only root can mount a small disk");
        JdbcClient shop = site.databases().shop();
        try (SmallDisk disk = mounted.orElseThrow()) {
            shop.sql("create tablespace small location '%s'".formatted(disk.create("data")))
                    .update();
            shop.sql("alter table shop.sales_order set tablespace small").update();
            try {
                healsWhenThereIsRoom(disk);
            } finally {
                shop.sql("alter table shop.sales_order set tablespace pg_default")
                        .update();
                shop.sql("drop tablespace small").update();
            }
        }
    }

    private void healsWhenThereIsRoom(SmallDisk disk) throws Exception {
        site.databases()
                .erp()
                .sql("update erp.sales_order set customer = repeat('long ', 100) || order_no, stamp = now()")
                .update();
        disk.fill();
        long run = lab.api().ask(site.name(), "orders", "changed");
        Awaitility.await("a run that waits for room")
                .atMost(Duration.ofSeconds(60))
                .until(() -> lab.api().log(run).stream()
                        .anyMatch(line -> line.startsWith("Retry 1 of 3") && line.contains("53100")));
        assertThat(site.checker().torn()).isEmpty();
        disk.makeRoom();
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        site.checker().assertShopIsTrue("room again");
        site.checker().assertNothingHeld("room again");
    }

    /** PostgreSQL ends where it cannot go on with its write-ahead log. */
    @Test
    void F30_a_run_waits_until_the_disk_of_the_shops_log_has_room_again(@TempDir Path folder) throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("small"), LOG_MEGABYTES);
        assumeTrue(mounted.isPresent(), "only root can mount a small disk");
        try (SmallDisk disk = mounted.orElseThrow();
                OwnPostgres databases = OwnPostgres.start(folder, "databases");
                OwnPostgres shop = OwnPostgres.startWithLogIn(disk.create("log"), folder, "shop")) {
            OrderDatabases orders = install(folder, databases, shop);
            Checker checker = new Checker("LIVE", orders, List.of(shop.client("postgres")));
            try (DroverProcess drover =
                    DroverProcess.start(folder, FreePort.take()).awaitReady()) {
                drover.api().sendAndWait("LIVE", "orders", "all");
                orders.watchShop();
                orders.erp()
                        .sql("update erp.sales_order set customer = repeat('long ', 400) || order_no, stamp = now()")
                        .update();
                shop.spendSpareLog();
                disk.fill();
                long run = drover.api().ask("LIVE", "orders", "changed");
                Awaitility.await("a run that waits for its shop")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(drover.api().log(run))
                                .anySatisfy(line -> assertThat(line).matches("(Retry 1 of|The commit was not).*")));
                disk.makeRoom();
                shop.beginIfEnded();
                Ended ended = drover.api().ended(run);
                assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
                checker.assertShopIsTrue("room again");
                checker.assertNothingHeld("room again");
            }
        }
    }

    /** Drover's own: the folder of its logs. */
    @Test
    void F30_a_full_disk_of_the_logs_keeps_no_run_from_going_on(@TempDir Path folder) throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("logs"), 1);
        assumeTrue(mounted.isPresent(), "only root can mount a small disk");
        try (SmallDisk disk = mounted.orElseThrow();
                OwnPostgres databases = OwnPostgres.start(folder, "databases")) {
            OrderDatabases orders = install(folder, databases, databases);
            try (DroverProcess drover =
                    DroverProcess.start(folder, FreePort.take()).awaitReady()) {
                disk.fill();
                for (int i = 0; i < 5; i++) {
                    orders.change();
                    Ended ended = drover.api().sendAndWait("LIVE", "orders", i % 2 == 0 ? "changed" : "all");
                    assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
                    assertThat(drover.api().log(ended.run()))
                            .as("served from the database")
                            .isNotEmpty();
                }
                assertThat(drover.api().isReady()).isTrue();
                assertThat(drover.output()).contains("its log cannot be written");
                disk.makeRoom();
                long size = Files.size(folder.resolve("logs/LIVE.log"));
                Awaitility.await("lines in the log of the site")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> {
                            orders.change();
                            drover.api().sendAndWait("LIVE", "orders", "all");
                            return Files.size(folder.resolve("logs/LIVE.log")) > size;
                        });
            }
        }
    }

    /** Makes the databases and settings of a Drover. */
    private static OrderDatabases install(Path folder, OwnPostgres databases, OwnPostgres shop) throws Exception {
        databases.create("control", "erp");
        shop.create("shop");
        OrderDatabases orders =
                new OrderDatabases(databases.client("erp"), shop.client("shop"), databases.client("control"));
        orders.create();
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(databases.url("control"), databases.url("erp"), shop.url("shop")));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        OrderRoute.write(Files.createDirectories(folder.resolve("routes")));
        return orders;
    }
}
