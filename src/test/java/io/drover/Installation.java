package io.drover;

import io.drover.api.ApiRoutes;
import io.drover.app.DroverServer;
import io.drover.config.AlertSettings;
import io.drover.config.DatabaseSettings;
import io.drover.config.Keep;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.http.HttpServer;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole Drover as a user installs it, with the sample ERP, two shops and the shipped route files; one for all test
 * classes of a run. The schedules are left out of the route files, so that only what a test asks for happens; files that
 * a test puts into {@link #routes()} are picked up when it restarts a site.
 */
public final class Installation implements AutoCloseable {

    /** Settings of one site that a route of a test reads. */
    private static final String FILTERS = """

            site.LIVE.customer.types = WEB\\\\_%
            site.LIVE.customer.odd-types = X' or 'X' = 'X
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final DroverServer server;
    private final JdbcClient pronto;
    private final JdbcClient webLive;
    private final JdbcClient webStage;

    private Installation() {
        try {
            folder = Files.createTempDirectory("drover-test");
            Path routes = Files.createDirectory(folder.resolve("routes"));
            try (Stream<Path> files = Files.list(Path.of("routes"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(routes.resolve(file.getFileName()), withoutSchedules(Files.readString(file)));
                }
            }
            Files.writeString(
                    folder.resolve("application.properties"),
                    Files.readString(Path.of("application.properties")) + FILTERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Settings settings = Settings.load(
                folder.resolve("application.properties"),
                Map.of(),
                Map.of(
                        "drover.port", "0",
                        "drover.count-waiting", "false",
                        "drover.embedded.port", String.valueOf(FreePort.take())));
        server = DroverServer.start(settings, Clock.systemUTC());
        pronto = client("LIVE", "pronto");
        webLive = client("LIVE", "web");
        webStage = client("STAGE", "web");
    }

    /** One of its own, for tests that no JUnit extension serves; the caller closes it. */
    public static Installation start() {
        return new Installation();
    }

    private static String withoutSchedules(String route) {
        return route.replaceAll("(?m)^ +(changed|all): .*\\R", "").replaceAll("&(changed|all)=[^&\"]*", "");
    }

    private JdbcClient client(String site, String database) {
        SiteSettings settings = server.settings().sites().stream()
                .filter(each -> each.name().equals(site))
                .findFirst()
                .orElseThrow();
        return JdbcClient.create(
                Database.open(settings.database(database), "drover test").dataSource());
    }

    public DroverServer server() {
        return server;
    }

    /** A server with the API and nothing else, on a port of its own; to be closed by whoever asked for it. */
    public HttpServer serveApi() {
        ApiRoutes api = new ApiRoutes(
                server.sites(),
                server.runs(),
                server.today(),
                server.alerts(),
                Clock.systemUTC(),
                ZoneId.systemDefault());
        HttpServer http = HttpServer.start("127.0.0.1", 0);
        http.serve(api::mount, () -> true);
        return http;
    }

    public Path routes() {
        return folder.resolve("routes");
    }

    public Path folder() {
        return folder;
    }

    public JdbcClient pronto() {
        return pronto;
    }

    /** The shop of site LIVE. */
    public JdbcClient web() {
        return webLive;
    }

    /** The shop of site STAGE. */
    public JdbcClient webStage() {
        return webStage;
    }

    public Site live() {
        return site("LIVE");
    }

    public Site stage() {
        return site("STAGE");
    }

    private Site site(String name) {
        return server.sites().find(name).orElseThrow();
    }

    /** A new, empty database on the installation's server, as a site or Drover itself would name it. */
    public DatabaseSettings beside(String name, String database) {
        webLive.sql("drop database if exists " + database).update();
        webLive.sql("create database " + database).update();
        DatabaseSettings web = server.settings().sites().get(0).database("web");
        return new DatabaseSettings(
                name,
                web.url().replaceFirst("/web_live", "/" + database),
                web.user(),
                web.password(),
                4,
                ZoneId.systemDefault());
    }

    /** A Drover of its own with one site, whose route files are in {@code routes}; whoever asks for it closes it. */
    public DroverServer besides(SiteSettings site, Path folder) throws InterruptedException {
        return besides(site, folder, AlertSettings.NONE, false);
    }

    /** The same, which counts what waits and tells people. */
    public DroverServer besides(SiteSettings site, Path folder, AlertSettings alerts) throws InterruptedException {
        return besides(site, folder, alerts, true);
    }

    private DroverServer besides(SiteSettings site, Path folder, AlertSettings alerts, boolean countWaiting)
            throws InterruptedException {
        Settings settings = new Settings(
                "127.0.0.1",
                FreePort.take(),
                folder.resolve("routes"),
                folder.resolve("logs"),
                folder.resolve("data"),
                "test",
                0,
                Keep.USUAL,
                false,
                countWaiting,
                alerts,
                beside("control", site.name().toLowerCase(Locale.ROOT) + "_control"),
                List.of(site));
        DroverServer one = DroverServer.start(settings, Clock.systemUTC());
        one.sites().find(site.name()).orElseThrow().awaitMove();
        return one;
    }

    /** Brings a site to a state from whatever state it is in. */
    public void bring(Site site, SiteState wanted) throws InterruptedException {
        site.awaitMove();
        if (site.view().state() == wanted) {
            return;
        }
        if (wanted == SiteState.RUNNING) {
            site.start("test");
        } else {
            site.stop("test", "made ready for a test");
        }
        site.awaitMove();
    }

    /** Stops and starts a site, so that it reads its route files anew. */
    public void restart(Site site) throws InterruptedException {
        bring(site, SiteState.STOPPED);
        bring(site, SiteState.RUNNING);
    }

    /** Sends on a running site and returns the ended run. */
    public Run send(Site site, String task, Mode mode) {
        return ended(site.send(task, mode, "test").commenced().run());
    }

    /** Asks for a run the way a schedule does; for tasks that no click can start. */
    public long askAsSchedule(Site site, String task) {
        return site.requests()
                .ask(new RunRequest(task, Mode.CHANGED, Cause.SCHEDULE, "test", null))
                .run();
    }

    /** Every sendable task once, in mode ALL. */
    public List<Run> sendEverything(Site site) {
        return site.tasks().stream()
                .filter(view -> view.task().isSendable())
                .map(view -> send(site, view.task().name(), Mode.ALL))
                .toList();
    }

    public Run ended(long run) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Gives tests the installation as a parameter. */
    public static final class Shared extends MadeOnce<Installation> {

        public Shared() {
            super(Installation.class, Installation::new);
        }
    }
}
