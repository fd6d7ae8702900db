package io.drover.console;

import io.drover.Installation;
import io.drover.db.ControlDatabase;
import io.drover.run.RunningRun;
import io.drover.run.RunningRun.StopRequest;
import io.drover.site.SiteState;
import io.drover.site.WhyFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two scheduled tasks for the tests of a class: one quick, one that reads rows for minutes. Each test finds LIVE running
 * and STAGE stopped with nothing under way; afterwards nothing of the tasks is left but their runs.
 */
final class ConsoleTasks implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** A title that would do harm if a page took it for markup. */
    static final String QUICK = "Brands of <b>Makers</b>";

    static final String SLOW = "Stock Count";

    /** Three days ahead, so that no schedule rings during a test. */
    private static final String DAY = LocalDate.now()
            .plusDays(3)
            .getDayOfWeek()
            .getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
            .toUpperCase(Locale.ENGLISH);

    private static final String QUICK_FILE = """
            - route:
                id: console-quick
                description: Sends two rows
                from:
                  uri: task:console-quick
                  parameters:
                    title: "%s"
                    changed: every %s at 02:00
                    all: every %s at 22:00
                  steps:
                    - to:
                        uri: sql:select 'A' as code, 'Acme' as name union all select 'B', 'Bolt'
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:public.console_row
                        parameters:
                          key: code
            """.formatted(QUICK, DAY, DAY);

    private static final String SLOW_FILE = """
            - route:
                id: console-slow
                description: Sends rows that come one by one
                from:
                  uri: task:console-slow
                  parameters:
                    title: %s
                    queue: Counting
                    all: every %s at 03:00
                  steps:
                    - to:
                        uri: sql:select 'S' || n as code, case mod(n, 5) when 0 then pg_sleep(0.001) end::text as name from generate_series(1, 9999999) n
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:public.console_row
                        parameters:
                          key: code
            """.formatted(SLOW, DAY);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Installation drover = installation(context);
        Files.writeString(file(drover, "console-quick"), QUICK_FILE);
        Files.writeString(file(drover, "console-slow"), SLOW_FILE);
        for (JdbcClient shop : List.of(drover.web(), drover.webStage())) {
            shop.sql("create table public.console_row (code text primary key, name text)")
                    .update();
        }
        drover.restart(drover.live());
        // A stopped site still has the tasks whose files other classes have deleted since it was started.
        drover.restart(drover.stage());
        drover.bring(drover.stage(), SiteState.STOPPED);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Installation drover = installation(context);
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.bring(drover.stage(), SiteState.STOPPED);
        // Also what begins because another run ended.
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> {
            for (RunningRun running : drover.live().executor().running()) {
                running.stop(new StopRequest("test", "the test is over"), Duration.ofSeconds(15));
            }
            return drover.server().runs().unfinished().isEmpty();
        });
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        Installation drover = installation(context);
        for (String task : List.of("console-quick", "console-slow")) {
            Files.delete(file(drover, task));
        }
        drover.restart(drover.live());
        drover.restart(drover.stage());
        drover.bring(drover.stage(), SiteState.STOPPED);
        for (JdbcClient shop : List.of(drover.web(), drover.webStage())) {
            shop.sql("drop table public.console_row").update();
        }
        inControl(drover, control -> {
            control.sql("delete from drover.schedule where task like 'console-%'")
                    .update();
            control.sql("delete from drover.held_row where task like 'console-%'")
                    .update();
        });
    }

    /** Why? of the quick task has this answer from now on; rows of all others are looked up. */
    static void answerWhy(Installation drover, WhyFinder finder) {
        AtomicReference<WhyFinder> usual = new AtomicReference<>(finder);
        usual.set(drover.live()
                .answerWhy((task, key) -> (task.equals("console-quick") ? finder : usual.get()).find(task, key)));
    }

    /** How many rows of the tasks the shop of site LIVE has. */
    static long rowsInShop(Installation drover) {
        return drover.web()
                .sql("select count(*) from public.console_row")
                .query(Long.class)
                .single();
    }

    /** Work on Drover's own database. */
    static void inControl(Installation drover, Consumer<JdbcClient> work) {
        try (ControlDatabase control =
                ControlDatabase.open(drover.server().settings().control())) {
            work.accept(control.client());
        }
    }

    private static Path file(Installation drover, String task) {
        return drover.routes().resolve(task + ".camel.yaml");
    }

    private static Installation installation(ExtensionContext context) {
        return (Installation) new Installation.Shared().resolveParameter(null, context);
    }
}
