package io.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of one Drover, as an installation has it: settings and route files. Beside the task of a table there is one
 * that sends no row to a table without one.
 */
record DroverHome(Path folder, Path settings, Map<String, String> passwords) {

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Sends products to the shop
                from:
                  uri: task:%1$s
                  parameters:
                    overlap: 0s
                  steps:
                    - to:
                        uri: sql:file:routes/sql/%1$s.sql
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:%2$s
                        parameters:
                          key: sku
            """;

    private static final String QUERY = """
            select %s
              from %s
             where cast(:#since as timestamp) is null
                or last_change >= cast(:#since as timestamp)
             order by sku
            """;

    private static final String SETTINGS = """
            drover.sites = BENCH
            drover.database.url = %s
            drover.database.user = %s
            site.BENCH.start = true
            site.BENCH.pronto.url = %s
            site.BENCH.pronto.user = %s
            site.BENCH.web.url = %s
            site.BENCH.web.user = %s
            """;

    /**
     * Makes a new folder.
     *
     * @param own Drover's own database
     */
    static DroverHome make(Path parent, Products table, BenchDatabase source, BenchDatabase target, BenchDatabase own)
            throws IOException {
        Path folder = Files.createTempDirectory(parent, "drover-");
        String query = QUERY.formatted(Products.columnList(), table.table());
        writeTask(folder, table.task(), table.table(), query);
        writeTask(folder, table.emptyTask(), table.emptyTable(), query.replace("is null", "is null and false"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                SETTINGS.formatted(own.url(), own.user(), source.url(), source.user(), target.url(), target.user()));
        Map<String, String> passwords = Map.of(
                "DROVER_DATABASE_PASSWORD", own.password(),
                "SITE_BENCH_PRONTO_PASSWORD", source.password(),
                "SITE_BENCH_WEB_PASSWORD", target.password());
        return new DroverHome(folder, settings, passwords);
    }

    private static void writeTask(Path folder, String task, String table, String query) throws IOException {
        Files.createDirectories(folder.resolve("routes/sql"));
        Files.writeString(folder.resolve("routes/" + task + ".camel.yaml"), ROUTE.formatted(task, table));
        Files.writeString(folder.resolve("routes/sql/" + task + ".sql"), query);
    }
}
