package io.drover.fault;

import io.drover.MadeOnce;
import io.drover.app.DroverServer;
import io.drover.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * A Drover whose databases a test may shake: LIVE reads from the {@link #shaken()} server and writes to the
 * {@link #steady()} one, STAGE the other way round; the control database is steady. Both sites have the task
 * {@code orders}, filled once; LIVE has more, see {@link #writeTasks}. Of its databases some are behind a proxy, one asks
 * for a password.
 */
final class FaultLab implements AutoCloseable {

    private static final String SETTINGS = """
            drover.database.url = STEADY/control
            drover.database.user = postgres
            drover.sites = LIVE,STAGE
            drover.count-waiting = false
            site.LIVE.start = true
            site.LIVE.pronto.url = SHAKEN/erp
            site.LIVE.pronto.user = postgres
            site.LIVE.pronto.time-zone = UTC
            site.LIVE.hurried.url = SHAKEN/erp?options=-c%20statement_timeout=1000
            site.LIVE.hurried.user = postgres
            site.LIVE.hurried.time-zone = UTC
            site.LIVE.web.url = STEADY/shop
            site.LIVE.web.user = postgres
            site.LIVE.web.time-zone = UTC
            site.LIVE.impatient.url = STEADY/shop?options=-c%20lock_timeout=300
            site.LIVE.impatient.user = postgres
            site.LIVE.impatient.time-zone = UTC
            site.LIVE.farerp.url = FAR_ERP/erp?sslmode=require
            site.LIVE.farerp.user = postgres
            site.LIVE.farerp.time-zone = UTC
            site.LIVE.farshop.url = FAR_SHOP/shop?sslmode=disable
            site.LIVE.farshop.user = postgres
            site.LIVE.farshop.time-zone = UTC
            site.LIVE.guarded.url = SHAKEN/erp
            site.LIVE.guarded.user = clerk
            site.LIVE.guarded.time-zone = UTC
            site.LIVE.visited.url = SHAKEN/erp
            site.LIVE.visited.user = visitor
            site.LIVE.visited.time-zone = UTC
            site.STAGE.start = true
            site.STAGE.pronto.url = STEADY/erp
            site.STAGE.pronto.user = postgres
            site.STAGE.pronto.time-zone = UTC
            site.STAGE.web.url = SHAKEN/shop
            site.STAGE.web.user = postgres
            site.STAGE.web.time-zone = UTC
            """;

    static final String CLERKS_PASSWORD = "first password";

    private final Path folder = Files.createTempDirectory("drover-fault");
    private final OwnPostgres steady;
    private final OwnPostgres shaken;
    private final FaultyProxy toErp;
    private final FaultyProxy toShop;
    private final DroverServer server;
    private final DroverApi api;
    private final Path routes;
    private final LabSite live;
    private final LabSite stage;

    /** One of the two sites. */
    record LabSite(String name, OwnPostgres source, OwnPostgres target, OrderDatabases databases, Checker checker) {}

    private FaultLab() throws Exception {
        routes = Files.createDirectories(folder.resolve("routes"));
        steady = OwnPostgres.start(folder, "steady");
        shaken = OwnPostgres.start(folder, "shaken");
        steady.create("control", "erp", "shop");
        shaken.create("erp", "shop");
        live = site("LIVE", shaken, steady);
        stage = site("STAGE", steady, shaken);
        shaken.offerTls();
        toErp = new FaultyProxy(shaken.port());
        toShop = new FaultyProxy(steady.port());
        Path settings = Files.writeString(
                folder.resolve("application.properties"),
                SETTINGS.replace("STEADY/", steady.url(""))
                        .replace("SHAKEN/", shaken.url(""))
                        .replace("FAR_ERP/", OwnPostgres.url(toErp.port(), ""))
                        .replace("FAR_SHOP/", OwnPostgres.url(toShop.port(), "")));
        OrderRoute.write(routes);
        writeTasks();
        Map<String, String> environment = Map.of("SITE_LIVE_GUARDED_PASSWORD", CLERKS_PASSWORD);
        server =
                DroverServer.start(Settings.load(settings, environment, Map.of("drover.port", "0")), Clock.systemUTC());
        api = new DroverApi(server.address().replaceAll("/$", ""));
        Awaitility.await("a ready Drover").atMost(Duration.ofSeconds(60)).until(api::isReady);
        for (LabSite site : List.of(live, stage)) {
            api.sendAndWait(site.name(), "orders", "all");
            site.databases().watchShop();
        }
    }

    private LabSite site(String name, OwnPostgres source, OwnPostgres target) {
        OrderDatabases databases =
                new OrderDatabases(source.client("erp"), target.client("shop"), steady.client("control"));
        databases.create();
        return new LabSite(
                name,
                source,
                target,
                databases,
                new Checker(name, databases, List.of(steady.client("postgres"), shaken.client("postgres"))));
    }

    /**
     * Tasks of LIVE beside its orders: with a timeout of the source, of the target's locks, with both behind proxies, from
     * sources that sign in as others, and within the source.
     */
    private void writeTasks() throws IOException {
        Path own = Files.createDirectories(routes.resolve("LIVE"));
        OrderRoute.write(own, "hurried", "#hurried", "#web", "queue: Hurried");
        OrderRoute.write(own, "impatient", "#pronto", "#impatient", "queue: Impatient");
        OrderRoute.write(own, "far-orders", "#farerp", "#farshop", "queue: Far");
        live.databases()
                .erp()
                .sql("create table erp.rate as select 1 as id, 10 as percent")
                .update();
        live.databases()
                .erp()
                .sql("create table erp.rate_copy (id int primary key, percent int)")
                .update();
        live.databases().createShown("rate", "id int primary key, percent int");
        OrderRoute.writeOne(own, "rates", "select id, percent from erp.rate", "shop.rate", "key: id", "queue: Rates");
        live.databases().erp().sql("""
                create role clerk login password '%s';
                create role visitor login;
                grant usage on schema erp to clerk, visitor;
                grant select on erp.rate to clerk, visitor
                """.formatted(CLERKS_PASSWORD)).update();
        shaken.requirePassword("clerk");
        for (String source : List.of("guarded", "visited")) {
            live.databases().createShown(source + "_rate", "id int primary key, percent int");
            OrderRoute.writeOne(
                    own,
                    source + "-rates",
                    "#" + source,
                    "select id, percent from erp.rate",
                    "shop." + source + "_rate",
                    "key: id",
                    "source: \"#%1$s\"\nqueue: %1$s".formatted(source));
        }
        OrderRoute.writeOne(
                own,
                "copied-rates",
                "select id, percent from erp.rate where erp.wait(%d)".formatted(FailPoint.MID_READ.number()),
                "erp.rate_copy",
                "key: id\ndataSource: \"#pronto\"",
                "target: \"#pronto\"\nqueue: Rates");
    }

    OwnPostgres steady() {
        return steady;
    }

    OwnPostgres shaken() {
        return shaken;
    }

    /** Between Drover and the ERP, for the task {@code far-orders}; it passes on TLS. */
    FaultyProxy toErp() {
        return toErp;
    }

    /** Between Drover and the shop, for the task {@code far-orders}; without TLS, whose handshake has a time limit of its own. */
    FaultyProxy toShop() {
        return toShop;
    }

    DroverApi api() {
        return api;
    }

    LabSite live() {
        return live;
    }

    LabSite stage() {
        return stage;
    }

    /** Where a test may put route files; a site reads them when it is started. */
    Path routes() {
        return routes;
    }

    /** Nothing of the lab is left afterwards, neither processes nor its some 200 MB of files. */
    @Override
    public void close() throws IOException {
        server.close();
        toErp.close();
        toShop.close();
        steady.close();
        shaken.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** Gives tests the lab as a parameter. */
    static final class Shared extends MadeOnce<FaultLab> {

        Shared() {
            super(FaultLab.class, Shared::open);
        }

        private static FaultLab open() {
            try {
                return new FaultLab();
            } catch (Exception e) {
                throw new IllegalStateException("The fault lab cannot be opened", e);
            }
        }
    }
}
