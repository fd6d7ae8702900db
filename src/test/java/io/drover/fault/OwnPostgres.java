package io.drover.fault;

import io.drover.FreePort;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL server of the tests: it survives the Drover that a test kills, and can be ended and started itself. */
final class OwnPostgres implements AutoCloseable {

    private static final PgBinaryResolver PROGRAMS = DefaultPostgresBinaryResolver.INSTANCE::getPgBinary;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path data;
    private final int port = FreePort.take();
    private final Map<String, String> initial;
    private EmbeddedPostgres server;

    /** How a server ends: fast rolls back and disconnects, immediate leaves everything to the recovery. */
    enum Ending {
        FAST("INT"),
        IMMEDIATE("QUIT");

        private final String signal;

        Ending(String signal) {
            this.signal = signal;
        }
    }

    private OwnPostgres(Path folder, String name, Map<String, String> initial) {
        this.folder = folder;
        this.data = folder.resolve(name);
        this.initial = initial;
        this.server = run();
    }

    static OwnPostgres start(Path folder, String name) {
        return new OwnPostgres(folder, name, Map.of());
    }

    /** Starts one whose write-ahead log, in files of one megabyte, is in a folder of its own. */
    static OwnPostgres startWithLogIn(Path log, Path folder, String name) {
        return new OwnPostgres(folder, name, Map.of("waldir", log.toString(), "wal-segsize", "1"));
    }

    private EmbeddedPostgres run() {
        Redirect log = Redirect.appendTo(log().toFile());
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            // What is called a locale there are options of initdb.
            initial.forEach(builder::setLocaleConfig);
            return builder.setOverrideWorkingDirectory(
                            folder.resolve("programs").toFile())
                    .setPgBinaryResolver(PROGRAMS)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(START_LIMIT)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("synchronous_commit", "local")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("listen_addresses", "127.0.0.1,127.0.0.2")
                    .setServerConfig("timezone", "UTC")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve(data.getFileName() + ".log");
    }

    /** Ends the server as said and starts it again; it takes connections when this returns. */
    void restart(Ending ending) throws IOException, InterruptedException {
        end(ending);
        begin();
    }

    /** Starts the server that was ended; it takes connections when this returns. */
    void begin() {
        server = run();
    }

    /** Starts the server as soon as it has ended by itself, which may last; it takes connections when this returns. */
    void beginIfEnded() {
        Awaitility.await("a server that recovered")
                .atMost(START_LIMIT)
                .ignoreException(NoSuchFileException.class)
                .until(() -> {
                    if (postmaster().filter(ProcessHandle::isAlive).isEmpty()) {
                        server.close();
                        begin();
                    }
                    return isOpen();
                });
    }

    private boolean isOpen() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Leaves the server no file of its write-ahead log beside the one it writes to and those it has written. */
    void spendSpareLog() {
        JdbcClient client = client("postgres");
        while (client.sql("select count(*) from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn())")
                        .query(Long.class)
                        .single()
                > 0) {
            client.sql("select pg_logical_emit_message(false, 'drover test', 'spent'), pg_switch_wal()")
                    .query(rows -> {});
        }
    }

    /** The process of the server; empty when there is none. */
    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    }

    /** Ends the server as said. */
    void end(Ending ending) throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster().orElseThrow();
        new ProcessBuilder("kill", "-" + ending.signal, Long.toString(postmaster.pid()))
                .start()
                .waitFor();
        try {
            postmaster.onExit().get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The server did not end", e);
        }
        server.close();
    }

    int port() {
        return port;
    }

    /** From now on this role needs a password, and so does the server for it; all others are let in without. */
    void requirePassword(String role) throws IOException {
        Path access = data.resolve("pg_hba.conf");
        Files.writeString(access, "host all %s all scram-sha-256%n%s".formatted(role, Files.readString(access)));
        reload();
    }

    /** How often a sign-in of this role was refused, as the server's log has it. */
    long refusedSignIns(String role) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("password authentication failed for user \"" + role + '"'))
                    .count();
        }
    }

    /** From now on the server speaks TLS with whoever asks for it. */
    void offerTls() throws Exception {
        ServerKey key = ServerKey.create(folder);
        client("postgres")
                .sql("alter system set ssl_cert_file = '%s'".formatted(key.certificate()))
                .update();
        client("postgres")
                .sql("alter system set ssl_key_file = '%s'".formatted(key.key()))
                .update();
        client("postgres").sql("alter system set ssl = on").update();
        reload();
    }

    String url(String database) {
        return url(port, database);
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    void create(String... databases) {
        for (String database : databases) {
            client("postgres").sql("create database " + database).update();
        }
    }

    /** A connection per statement: no pool that a restart could leave with dead ones. */
    JdbcClient client(String database) {
        return JdbcClient.create(new DriverManagerDataSource(url(database), "postgres", ""));
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "");
    }

    /** Lets commits in one database be held. To be called before anybody connects to it. */
    void prepareToHoldCommits(String database) {
        client("postgres")
                .sql("alter database %s set synchronous_commit = on".formatted(database))
                .update();
    }

    /**
     * From now on commits last in the prepared database: what is committed is on disk, but nobody sees it yet and nobody
     * is told. The way of it is a standby that does not answer.
     */
    void holdCommits() {
        setStandby("'nobody'");
    }

    void awaitHeldCommit(String database) {
        Awaitility.await("a commit that lasts").atMost(Duration.ofSeconds(30)).until(() -> heldCommits(database) > 0);
    }

    private int heldCommits(String database) {
        return client("postgres")
                .sql("select count(*) from pg_stat_activity where datname = ? and wait_event = 'SyncRep'")
                .param(database)
                .query(Integer.class)
                .single();
    }

    /** Whether a Drover waits for a commit that lasts. */
    boolean isWaitedForByDrover(String database) {
        return client("postgres").sql("""
                select exists (select from pg_stat_activity w join pg_stat_activity h on h.pid = any (pg_blocking_pids(w.pid))
                                where w.datname = ? and w.application_name like 'drover%' and h.wait_event = 'SyncRep')
                """).param(database).query(Boolean.class).single();
    }

    void releaseCommits() {
        setStandby("default");
    }

    private void setStandby(String names) {
        client("postgres")
                .sql("alter system set synchronous_standby_names = " + names)
                .update();
        reload();
    }

    private void reload() {
        client("postgres").sql("select pg_reload_conf()").query(Boolean.class).single();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
