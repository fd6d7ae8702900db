package io.drover.app;

import io.drover.config.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A process of its own that runs an embedded server, commits one row and then waits to be killed. */
final class AbandonedDrover {
    private AbandonedDrover() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedServer server =
                EmbeddedServer.start(EmbeddedSettings.in(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        DatabaseSettings shop = server.resolve(EmbeddedSettings.database("web", "embedded:shop"));
        try (Connection connection = SampleDatabases.connect(shop);
                Statement statement = connection.createStatement()) {
            statement.execute("create table item as select 1 as id");
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }

    /** Starts such a process; a log line may come before its {@code ready}. */
    static Process start(Path data, int port) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedDrover.class.getName(),
                        data.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
    }

    static void awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("It ended before it was ready: " + seen);
            }
            seen.append(line).append('\n');
        }
    }
}
