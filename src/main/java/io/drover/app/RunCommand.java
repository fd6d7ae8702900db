package io.drover.app;

import io.drover.config.Settings;
import io.drover.db.ControlDatabase;
import io.drover.site.Site;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover run}: the server itself. Ends with Ctrl-C or SIGTERM, cleanly and within ten seconds. */
@Command(
        name = "run",
        description =
                "Starts Drover: sites, console and API, and an embedded PostgreSQL where the settings ask for it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: drover run --port 8090 --activity"})
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of console and API (default: drover.port of the settings, 8080).")
    private @Nullable String port;

    @Option(
            names = "--activity",
            description = "Make the sample ERP change as a real one does: new orders, stock movements, price edits.")
    private boolean activity;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            defaultValue = "application.properties",
            description = "Settings file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("application.properties");

    private final PrintStream out = System.out;
    private final Object starting = new Object();
    private @Nullable DroverServer server;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> commandLine = new HashMap<>();
        if (port != null) {
            commandLine.put("drover.port", port);
        }
        Settings settings = Settings.load(file, System.getenv(), commandLine);
        CountDownLatch ended = new CountDownLatch(1);
        if (!settings.control().isEmbedded()) {
            ControlDatabase.await(settings.control(), out::println);
        }
        // A Ctrl-C that comes while Drover starts waits for the start: what is half started could not be ended.
        synchronized (starting) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(ended), "shutdown"));
            server = DroverServer.start(settings, Clock.systemUTC());
        }
        greet(server);
        if (activity) {
            server.startActivity();
        }
        ended.await();
        return 0;
    }

    private void shutDown(CountDownLatch ended) {
        synchronized (starting) {
            if (server != null) {
                out.println("Stopping.");
                server.close();
                out.println("Drover has stopped.");
            }
        }
        ended.countDown();
    }

    private void greet(DroverServer server) throws InterruptedException {
        FirstSend first = new FirstSend(server.runs(), out);
        for (Site site : server.sites().all()) {
            first.fill(site);
        }
        for (Site site : server.sites().all()) {
            out.printf("Site %s is %s.%n", site.name(), site.view().state());
        }
        out.printf("Drover is ready: %s   (Ctrl-C stops it)%n", server.address());
    }
}
