package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.site.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** A Drover in a process of its own, from its settings file. It says its address and ends when its input does. */
final class DroverMain {

    private DroverMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings settings = Settings.load(Path.of(arguments[0]), System.getenv(), Map.of("drover.port", "0"));
        try (DroverServer server = DroverServer.start(settings, Clock.systemUTC())) {
            for (Site site : server.sites().all()) {
                site.awaitMove();
            }
            System.out.println(ChildJvm.ANSWER + server.address());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
