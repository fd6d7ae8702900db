package io.drover.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.FreePort;
import io.drover.config.Settings;
import io.drover.db.Database;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.site.PendingClick;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import io.drover.site.TaskView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a restart keeps. */
class RestartTest {

    @Test
    void second_start_recreates_nothing_and_sites_and_runs_come_back_as_they_were(@TempDir Path folder)
            throws Exception {
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.copy(Path.of("routes/SystemTable.java"), routes.resolve("SystemTable.java"));
        Settings settings = Settings.load(
                folder.resolve("application.properties"),
                Map.of(),
                Map.of("drover.port", "0", "drover.embedded.port", String.valueOf(FreePort.take())));
        long products;
        long committed;
        long cutOff;
        try (DroverServer first = DroverServer.start(settings, Clock.systemUTC())) {
            Site live = moved(site(first, "LIVE"));
            assertThat(live.view().state()).as("site.LIVE.start").isEqualTo(SiteState.RUNNING);
            committed = live.send("system-table", Mode.ALL, "first operator")
                    .commenced()
                    .run();
            Run sent = ended(first, committed);
            Site stage = moved(site(first, "STAGE"));
            assertThat(stage.view().state()).isEqualTo(SiteState.STOPPED);
            live.stop("first operator", "stocktake");
            stage.start("second operator");
            moved(live);
            moved(stage);
            JdbcClient pronto = pronto(first);
            pronto.sql("delete from pronto.stock_master where stock_code = 'SKU0000001'")
                    .update();
            products = products(pronto);
            cutOff = leaveAsACrashWould(first, sent);
        }
        Instant closed = Instant.now();
        try (DroverServer second = DroverServer.start(settings, Clock.systemUTC())) {
            assertThat(Duration.between(closed, Instant.now())).isLessThan(Bar.ofSeconds(15));
            SiteView live = moved(site(second, "LIVE")).view();
            assertThat(live.state()).isEqualTo(SiteState.STOPPED);
            assertThat(live.reason()).isEqualTo("stocktake");
            assertThat(live.by()).isEqualTo("first operator");
            assertThat(moved(site(second, "STAGE")).view().state()).isEqualTo(SiteState.RUNNING);
            assertThat(products(pronto(second))).isEqualTo(products);
            Run found = second.runs().find(committed).orElseThrow();
            assertThat(found.result()).as("its ledger is in the shop").isEqualTo(Result.OK);
            assertThat(found.counts().inserted()).isPositive();
            assertThat(second.runs().find(cutOff).orElseThrow().result()).isEqualTo(Result.INTERRUPTED);
        }
    }

    @Test
    void PF8_IF19_a_restart_puts_changed_settings_into_effect_and_leaves_no_status_behind(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, Files.readString(Path.of("application.properties")) + "\nsite.LIVE.greeting = first\n");
        Files.writeString(Files.createDirectory(folder.resolve("routes")).resolve("greet.camel.yaml"), """
                - route:
                    id: greet
                    description: Sends a setting, as it is at the time of the run
                    from:
                      uri: task:greet
                      steps:
                        - to:
                            uri: sql:select 'A' as code, '{{greeting:none}}' as name
                            parameters: {dataSource: "#pronto", outputType: StreamList}
                        - to:
                            uri: send:public.greeting
                            parameters: {key: code}
                """);
        Map<String, String> ports = Map.of("drover.port", "0", "drover.embedded.port", String.valueOf(FreePort.take()));
        try (DroverServer first = DroverServer.start(Settings.load(file, Map.of(), ports), Clock.systemUTC())) {
            web(first)
                    .sql("create table public.greeting (code text primary key, name text)")
                    .update();
            Site live = moved(site(first, "LIVE"));
            assertThat(greeted(first, live)).isEqualTo("first");
            Files.writeString(file, Files.readString(file).replace("greeting = first", "greeting = second"));
            assertThat(greeted(first, live)).as("read when Drover starts").isEqualTo("first");
            live.stop("operator", "before the night");
            moved(live).send("greet", Mode.ALL, "operator");
            assertThat(statuses(live)).containsExactly(PendingClick.STATUS);
            live.start("operator");
            moved(live);
        }
        try (DroverServer second = DroverServer.start(Settings.load(file, Map.of(), ports), Clock.systemUTC())) {
            Site live = moved(site(second, "LIVE"));
            assertThat(live.view().state()).isEqualTo(SiteState.RUNNING);
            assertThat(statuses(live)).containsExactly("");
            assertThat(second.runs().unfinished()).as("commenced by the start").isEmpty();
            assertThat(greeted(second, live)).isEqualTo("second");
        }
    }

    private static List<String> statuses(Site site) {
        return site.tasks().stream().map(TaskView::status).toList();
    }

    private static String greeted(DroverServer server, Site live) {
        Run run = ended(
                server, live.send("greet", Mode.ALL, "operator").commenced().run());
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        return web(server)
                .sql("select name from public.greeting")
                .query(String.class)
                .single();
    }

    private static JdbcClient web(DroverServer server) {
        return JdbcClient.create(Database.open(server.settings().sites().get(0).database("web"), "drover test")
                .dataSource());
    }

    /** The run that committed, and one that did not, both without a result. */
    private static long leaveAsACrashWould(DroverServer server, Run sent) {
        JdbcClient control = JdbcClient.create(
                Database.open(server.settings().control(), "drover test").dataSource());
        control.sql(
                        "update drover.task_run set status = 'RUNNING', result = null, message = null, inserted = 0 where run = ?")
                .param(sent.run())
                .update();
        return control.sql("""
                insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, status, node, token)
                select site, task, title, 'another', mode, cause, requested_by, status, node, token from drover.task_run
                 where run = ?
                returning run
                """).param(sent.run()).query(Long.class).single();
    }

    private static Run ended(DroverServer server, long run) {
        return Awaitility.await()
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }

    private static Site site(DroverServer server, String name) {
        return server.sites().find(name).orElseThrow();
    }

    private static Site moved(Site site) throws InterruptedException {
        site.awaitMove();
        return site;
    }

    private static JdbcClient pronto(DroverServer server) {
        return JdbcClient.create(Database.open(server.settings().sites().get(0).database("pronto"), "drover test")
                .dataSource());
    }

    private static long products(JdbcClient pronto) {
        return pronto.sql("select count(*) from pronto.stock_master")
                .query(Long.class)
                .single();
    }
}
