package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FaultLab.LabSite;
import java.nio.file.Path;
import java.time.Duration;
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
}
