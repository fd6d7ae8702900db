package io.drover.fault;

import io.drover.FreePort;
import io.drover.fault.FailPoint.Held;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A Drover in a process of its own over databases that survive it: killed and started as often as a test likes. */
final class CrashLab implements AutoCloseable {

    private static final String ERP_HOST = "erp.test";
    private static final String FIRST_ADDRESS = "127.0.0.1";

    /** Where the databases' server answers as well. */
    static final String OTHER_ADDRESS = "127.0.0.2";

    /** Of a site LIVE, with the addresses of the control database, the ERP and the shop. */
    /** A task that is due each second and does nothing. */
    static final String TICK = """
            - route:
                id: tick
                description: Does nothing
                from:
                  uri: task:tick
                  parameters: {source: none, changed: every 1 second}
                  steps:
                    - setBody: {expression: {constant: {expression: done}}}
            """;

    static final String SETTINGS = """
            drover.database.url = %1$s
            drover.database.user = postgres
            drover.sites = LIVE
            drover.count-waiting = false
            site.LIVE.start = true
            site.LIVE.pronto.url = %2$s
            site.LIVE.pronto.user = postgres
            site.LIVE.pronto.time-zone = UTC
            site.LIVE.web.url = %3$s
            site.LIVE.web.user = postgres
            site.LIVE.web.time-zone = UTC
            """;

    private final Path folder;
    private final OwnPostgres postgres;
    private final OrderDatabases databases;
    private final Checker checker;
    private final int port = FreePort.take();
    private DroverProcess drover;
    private Duration longestGrip = Duration.ZERO;
    private int kills;

    private CrashLab(Path folder, OwnPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
        this.databases =
                new OrderDatabases(postgres.client("erp"), postgres.client("shop"), postgres.client("control"));
        this.checker = new Checker("LIVE", databases, List.of(postgres.client("postgres")));
    }

    /** Makes databases and Drover; the shop is filled when this returns. */
    static CrashLab open(Path folder) throws IOException {
        OwnPostgres postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "shop");
        postgres.prepareToHoldCommits("shop");
        CrashLab lab = new CrashLab(folder, postgres);
        lab.databases.create();
        Files.writeString(
                folder.resolve("application.properties"),
                SETTINGS.formatted(
                        postgres.url("control"),
                        postgres.url("erp").replace(FIRST_ADDRESS, ERP_HOST),
                        postgres.url("shop")));
        lab.moveErp(FIRST_ADDRESS);
        OrderRoute.write(Files.createDirectories(folder.resolve("routes")));
        lab.drover = DroverProcess.start(folder, lab.port).awaitReady();
        lab.databases.watchShop();
        lab.databases.watchControl();
        lab.checker.rememberTables();
        lab.checker.watchFiles(DroverProcess.temporary(folder));
        return lab;
    }

    OrderDatabases databases() {
        return databases;
    }

    Checker checker() {
        return checker;
    }

    DroverApi api() {
        return drover.api();
    }

    OwnPostgres postgres() {
        return postgres;
    }

    /** How many processes were killed. */
    int kills() {
        return kills;
    }

    /** The longest time for which a killed process held anything in the databases. */
    Duration longestGrip() {
        return longestGrip;
    }

    long ask(String mode) {
        return drover.api().ask("LIVE", "orders", mode);
    }

    DroverApi.Ended send(String mode) {
        return drover.api().sendAndWait("LIVE", "orders", mode);
    }

    Held hold(FailPoint point) throws SQLException {
        return point.hold(postgres);
    }

    /** Gives the name of the ERP's server another address; none takes its name away. */
    void moveErp(String... addresses) throws IOException {
        List<String> names = new ArrayList<>(List.of(
                FIRST_ADDRESS + " localhost " + InetAddress.getLocalHost().getHostName()));
        for (String address : addresses) {
            names.add(address + " " + ERP_HOST);
        }
        // Replaced as a whole: Drover may read it at any moment.
        Path draft = Files.write(folder.resolve("hosts.new"), names);
        Files.move(draft, DroverProcess.hosts(folder), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Saves route files again and again: the task that is sent with another title, and one that is never whole. */
    Thread editUntil(BooleanSupplier over) {
        Path routes = folder.resolve("routes");
        Thread editor = new Thread(
                () -> {
                    for (int i = 0; !over.getAsBoolean(); i++) {
                        try {
                            OrderRoute.write(
                                    routes, "orders", "#pronto", "#web", "queue: Orders\ntitle: Orders " + i % 10);
                            Files.writeString(routes.resolve("half-saved.camel.yaml"), "- route:\n    id: half-saved");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        OrderTraffic.pause(Duration.ofMillis(200));
                    }
                },
                "editor");
        editor.start();
        return editor;
    }

    void kill() throws InterruptedException {
        drover.kill();
        kills++;
    }

    /** SIGTERM or SIGINT; the process is gone when this returns, with an exit code of its own. */
    int end(String signal, Duration limit) throws IOException, InterruptedException {
        return drover.end(signal, limit);
    }

    /** Waits until Drover has ended by itself, and returns its exit code. */
    int awaitOwnEnd(Duration limit) throws IOException, InterruptedException {
        return drover.awaitOwnEnd(limit);
    }

    /** Where a test may put route files. */
    Path routes() {
        return folder.resolve("routes");
    }

    /** From the next start on, the ERP is reached at that port. */
    void moveErp(int other) throws IOException {
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(settings).replaceFirst("//" + ERP_HOST + ":\\d+", "//" + ERP_HOST + ":" + other));
    }

    /** Waits until the databases are rid of the killed process. */
    void awaitNothingLeft(String when) {
        Duration grip = checker.awaitNothingLeft(when, Duration.ofSeconds(10));
        longestGrip = grip.compareTo(longestGrip) > 0 ? grip : longestGrip;
    }

    /** Starts Drover and does not wait for it. */
    void begin() throws IOException {
        drover = DroverProcess.start(folder, port);
    }

    void awaitReady() {
        drover.awaitReady();
    }

    /** Makes good what a test left, so that one that failed alone fails. */
    void restore() throws IOException {
        postgres.releaseCommits();
        moveErp(FIRST_ADDRESS);
        if (drover.isKilled()) {
            begin();
        }
        awaitReady();
    }

    void start() throws IOException {
        begin();
        awaitReady();
    }

    @Override
    public void close() throws InterruptedException {
        if (drover != null) {
            drover.close();
        }
        postgres.close();
    }
}
