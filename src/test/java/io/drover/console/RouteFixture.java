package io.drover.console;

import io.drover.Installation;
import io.drover.site.RouteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Edits route files of the installation and waits until site LIVE has taken the edit in. */
final class RouteFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RouteFixture() {}

    /** A task that reads with a query of its own and sends to the table of {@link ConsoleTasks}. */
    static String task(String name, String query) {
        return """
                # <i>A note</i> of its author
                - route:
                    id: %1$s
                    description: Sends what a query returns
                    from:
                      uri: task:%1$s
                      parameters:
                        title: Trial <b>route</b>
                      steps:
                        - to:
                            uri: sql:%2$s
                            parameters:
                              dataSource: "#pronto"
                              outputType: StreamList
                        - to:
                            uri: send:public.console_row
                            parameters:
                              key: code
                """.formatted(name, query);
    }

    static void write(Installation drover, String name, String text, RouteFile.State awaited) throws IOException {
        Files.writeString(file(drover, name), text);
        await(drover, name, awaited);
    }

    /** Puts an option into it that there is not. */
    static void breakFile(Installation drover, String name) throws IOException {
        String text = Files.readString(file(drover, name));
        write(drover, name, text.replace("key: code", "kee: code"), RouteFile.State.LAST_GOOD);
    }

    static void remove(Installation drover, String name) throws IOException {
        Files.deleteIfExists(file(drover, name));
        await(drover, name, null);
    }

    private static Path file(Installation drover, String name) {
        return drover.routes().resolve(name + ".camel.yaml");
    }

    /** @param awaited null = that it is gone */
    private static void await(Installation drover, String name, RouteFile.@Nullable State awaited) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.live().routeFiles().stream()
                                .filter(file -> file.task().equals(name))
                                .map(RouteFile::state)
                                .findFirst()
                                .orElse(null)
                        == awaited);
    }
}
