package io.drover.bench;

import io.drover.app.EmbeddedServer;
import io.drover.config.Settings;
import java.io.IOException;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Two servers of the PostgreSQL that Drover brings along, committing durably: one holds source and target, the other
 * Drover's own database, so that what the first writes to its log is the work on the rows.
 */
final class Servers implements AutoCloseable {

    private final EmbeddedServer rows;
    private final EmbeddedServer control;
    private final BenchDatabase source;
    private final BenchDatabase target;
    private final BenchDatabase administrator;
    private final BenchDatabase droverDatabase;
    private final BenchDatabase controlAdministrator;
    private int emptyDatabases;

    private Servers(Path folder) throws IOException {
        Settings rowSettings = settings(folder.resolve("rows"));
        Settings controlSettings = settings(folder.resolve("control"));
        rows = EmbeddedServer.start(rowSettings);
        try {
            control = EmbeddedServer.start(controlSettings);
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
        Settings resolved = rows.resolve(rowSettings);
        source = BenchDatabase.of(resolved.sites().get(0).database("pronto"));
        target = BenchDatabase.of(resolved.sites().get(0).database("web"));
        administrator = administrator(target, folder.resolve("rows/data/embedded.properties"));
        droverDatabase = BenchDatabase.of(control.resolve(controlSettings.control()));
        controlAdministrator = administrator(droverDatabase, folder.resolve("control/data/embedded.properties"));
        calm();
    }

    /** @param folder where both keep their files; it is made */
    static Servers start(Path folder) throws IOException {
        return new Servers(folder);
    }

    private static Settings settings(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("application.properties");
        Files.writeString(file, """
                drover.sites = BENCH
                site.BENCH.pronto.url = embedded:bench_source
                site.BENCH.web.url = embedded:bench_target
                """);
        return Settings.load(file, Map.of(), Map.of("drover.embedded.port", String.valueOf(freePort())));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static BenchDatabase administrator(BenchDatabase database, Path access) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(access)) {
            properties.load(reader);
        }
        return new BenchDatabase(
                database.url(),
                properties.getProperty("administrator"),
                properties.getProperty("administrator.password"));
    }

    /** Nothing works in the background of a measurement: what a table needs is done before it, by {@link #settle}. */
    private void calm() {
        administrator.sql().sql("alter system set autovacuum = off").update();
        administrator.sql().sql("select pg_reload_conf()").query().singleValue();
    }

    BenchDatabase source() {
        return source;
    }

    BenchDatabase target() {
        return target;
    }

    /** Drover's own database, on the other server. */
    BenchDatabase droverDatabase() {
        return droverDatabase;
    }

    /** A new database on the server of Drover's own, owned by its user; whoever works on it shares it with nobody. */
    BenchDatabase emptyDatabase() {
        String name = "empty_" + ++emptyDatabases;
        controlAdministrator
                .sql()
                .sql("create database %s owner \"%s\"".formatted(name, droverDatabase.user()))
                .update();
        return droverDatabase.beside(name);
    }

    /**
     * Vacuums a table of both databases and writes all pages out, so that no method pays for what was before it. A table
     * without rows is left as TRUNCATE left it, as it is in life.
     */
    void settle(String table) {
        for (BenchDatabase database : List.of(source, target)) {
            String anyRow = "select exists (select from " + table + ")";
            if (database.sql().sql(anyRow).query(Boolean.class).single()) {
                database.sql().sql("vacuum analyze " + table).update();
                // Whoever plans first marks the new statistics as committed, which is written to the log too.
                database.sql().sql("explain select * from " + table).query().listOfRows();
            }
        }
        administrator.sql().sql("checkpoint").update();
    }

    /** How far the write-ahead log of the server of source and target has come. */
    long walBytes() {
        return target.sql()
                .sql("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
                .query(Long.class)
                .single();
    }

    String version() {
        return target.sql().sql("show server_version").query(String.class).single();
    }

    @Override
    public void close() {
        rows.close();
        control.close();
    }
}
