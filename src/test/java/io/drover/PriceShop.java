package io.drover;

import io.drover.app.DroverServer;
import io.drover.config.AlertSettings;
import io.drover.config.DatabaseSettings;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.db.ControlDatabase;
import io.drover.db.Database;
import io.drover.fresh.DataSet;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A Drover of its own with one site, whose one task sends prices from an ERP to a shop. Its shop takes no price without a
 * currency. Nothing is scheduled but what a test asks for.
 */
public final class PriceShop implements AutoCloseable {

    public static final String SITE = "SHOP";
    public static final String TASK = "prices";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String PRICES = """
            - route:
                id: prices
                description: Sends prices
                from:
                  uri: task:prices
                  parameters: {title: "Prices <b>net</b>", freshWithin: 30m%s}
                  steps:
                    - to:
                        uri: sql:select code, amount, currency, changed as stamp from price where cast(:#since as timestamp) is null or changed >= :#since order by code
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.price
                        parameters: {key: code}
            """;

    private static final String PING = """
            - route:
                id: ping
                description: Does nothing
                from:
                  uri: task:ping
                  parameters: {queue: Ping}
                  steps:
                    - log:
                        message: Ping
            """;

    private final DroverServer server;
    private final Path routes;
    private final Database erp;
    private final Database shop;
    private final JdbcClient admin;

    /** @param parameters further ones of the task, e.g. {@code , changed: every 15 minutes} */
    public PriceShop(Installation drover, Path folder, String parameters) throws Exception {
        this(drover, folder, parameters, AlertSettings.NONE);
    }

    /** The same, which tells people. */
    public PriceShop(Installation drover, Path folder, String parameters, AlertSettings alerts) throws Exception {
        admin = drover.web();
        DatabaseSettings pronto = drover.beside("pronto", "price_erp");
        DatabaseSettings web = drover.beside("web", "price_shop");
        erp = Database.open(pronto, "drover test");
        shop = Database.open(web, "drover test");
        erp().sql(
                        "create table price (code text primary key, amount numeric, currency text, changed timestamp not null default localtimestamp)")
                .update();
        shop().sql("create table price (code text primary key, amount numeric, currency text not null)")
                .update();
        price("A", "EUR");
        price("B", "EUR");
        routes = Files.createDirectories(folder.resolve("routes"));
        write(TASK, PRICES.formatted(parameters));
        write("ping", PING);
        server = drover.besides(
                new SiteSettings(SITE, true, Map.of("pronto", pronto, "web", web), Map.of()), folder, alerts);
    }

    private PriceShop(PriceShop before) throws InterruptedException {
        admin = before.admin;
        erp = before.erp;
        shop = before.shop;
        routes = before.routes;
        server = DroverServer.start(before.server.settings(), Clock.systemUTC());
        site().awaitMove();
    }

    /** For another node beside it. */
    public Settings settingsOf(String node) {
        Settings settings = server.settings();
        return new Settings(
                settings.host(),
                FreePort.take(),
                settings.routes(),
                settings.logs(),
                settings.data(),
                node,
                settings.embeddedPort(),
                settings.keep(),
                settings.clicksFirst(),
                settings.countWaiting(),
                settings.alerts(),
                settings.control(),
                settings.sites());
    }

    /** The same installation, started anew at the same address; its server was closed before. */
    public PriceShop again() throws InterruptedException {
        return new PriceShop(this);
    }

    public void write(String task, String yaml) throws Exception {
        Files.writeString(routes.resolve(task + ".camel.yaml"), yaml);
    }

    public DroverServer server() {
        return server;
    }

    public Site site() {
        return server.sites().find(SITE).orElseThrow();
    }

    public JdbcClient erp() {
        return JdbcClient.create(erp.dataSource());
    }

    public JdbcClient shop() {
        return JdbcClient.create(shop.dataSource());
    }

    /** A session of its own in the shop, e.g. to hold a lock; whoever asks for it closes it. */
    public Connection connectToShop() throws SQLException {
        return shop.connect();
    }

    /** A price in the ERP, new or changed. */
    public void price(String code, String currency) {
        erp().sql("""
                insert into price values (?, 10, ?) on conflict (code) do update
                   set currency = excluded.currency, amount = price.amount + 1, changed = localtimestamp
                """).params(code, currency).update();
    }

    public Run send(Mode mode) {
        return ended(site().send(TASK, mode, "test").commenced().run());
    }

    public Run ended(long run) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }

    /** A run that does nothing: how fresh the shop is is looked at when it has ended. */
    public void ping() {
        ended(site().requests()
                .ask(new RunRequest("ping", Mode.CHANGED, Cause.SCHEDULE, "test", null))
                .run());
    }

    /** As if what was sent last had been sent so much earlier. */
    public void age(Run run, Duration time) {
        inControl(control -> control.sql("""
                update drover.task_run set started_at = started_at - :age * interval '1 second',
                       ended_at = ended_at - :age * interval '1 second' where run = :run
                """)
                .param("age", time.toSeconds())
                .param("run", run.run())
                .update());
        shop().sql("update drover.watermark set upto = upto - ? * interval '1 second'")
                .param(time.toSeconds())
                .update();
        ping();
    }

    public void hold(String code, Instant until) {
        site().heldRows().hold(TASK, "public.price", "code=" + code, until, "test", "its currency is blank");
    }

    public DataSet prices() {
        return server.today().now().sets().stream()
                .filter(set -> set.task().name().equals(TASK))
                .findFirst()
                .orElseThrow();
    }

    /** The prices as soon as they are so. */
    public DataSet awaitPrices(Predicate<DataSet> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::prices, condition);
    }

    /** Lets nobody into a database any more, or again. */
    public void close(String database, boolean isClosed) {
        admin.sql("alter database %s with allow_connections %s".formatted(database, !isClosed))
                .update();
        if (isClosed) {
            admin.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                    .param(database)
                    .query((result, row) -> true)
                    .list();
        }
    }

    /** Work on Drover's own database. */
    public void inControl(Consumer<JdbcClient> work) {
        try (ControlDatabase control = ControlDatabase.open(server.settings().control())) {
            work.accept(control.client());
        }
    }

    @Override
    public void close() {
        server.close();
        erp.close();
        shop.close();
    }
}
