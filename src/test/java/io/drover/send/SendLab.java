package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.MariaServer;
import io.drover.config.DatabaseSettings;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.db.RunConnections;
import io.drover.db.SiteDataSource;
import io.drover.db.SiteDatabases;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.component.sql.ResultSetIterator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Sends between a schema {@code lab} of the ERP and one of the shop, which is in PostgreSQL or in MariaDB, without a route: queries are read and rows are sent
 * as in a run. A fault is not thrown but part of what a send {@linkplain Sent returns}, with the rows that were kept.
 */
final class SendLab implements AutoCloseable {

    private static final AtomicLong RUNS = new AtomicLong(1_000_000);

    private final Installation drover;
    private final SiteSettings settings;
    private final SiteDatabases databases;
    private SendMemory memory = new SendMemory();
    private final JdbcClient erp;
    private final LabShop shop;
    private final String site;
    private final boolean borrowed;
    private String task = "lab";
    private Set<HeldKey> held = Set.of();
    private boolean holdEnded;

    /** One {@code send:} with the query before it, which may name {@code :since}. */
    record Step(
            SendOptions options,
            String query,
            Runnable before,
            @Nullable Iterable<?> body) {

        /** The same, but something happens to the databases just before it. */
        Step after(Runnable what) {
            return new Step(options, query, what, body);
        }

        /** The same, but a step of the route makes the rows, instead of a query. */
        Step of(Iterable<?> rows) {
            return new Step(options, query, before, rows);
        }
    }

    /**
     * What came of a run.
     *
     * @param rows the list that is kept of it; of one that failed, its refused rows
     * @param failure null when it was committed, or rolled back as a preview or verify is
     */
    record Sent(
            long run,
            SendCounts counts,
            List<String> notes,
            List<String> report,
            List<RunRow> rows,
            @Nullable RuntimeException failure) {

        Sent ok() {
            if (failure != null) {
                throw failure;
            }
            return this;
        }

        String problem() {
            assertThat(failure).as("the run should have failed").isNotNull();
            return String.valueOf(failure.getMessage());
        }

        /** {@code table fate key}, sorted. */
        List<String> fates() {
            return rows.stream()
                    .map(row -> "%s %s %s".formatted(row.table(), row.fate().word(), row.key()))
                    .sorted()
                    .toList();
        }
    }

    SendLab(Installation drover) {
        this(drover, site(drover), new LabShop.Postgres(drover.web()), "LAB", false);
    }

    /** With a shop in MariaDB. */
    SendLab(Installation drover, MariaServer maria) {
        this(drover, withWeb(site(drover), LabShop.MariaDb.settings(maria)), new LabShop.MariaDb(maria), "LAB", false);
    }

    private static SiteSettings site(Installation drover) {
        return drover.server().settings().sites().get(0);
    }

    private static SiteSettings withWeb(SiteSettings site, DatabaseSettings web) {
        Map<String, DatabaseSettings> all = new LinkedHashMap<>(site.databases());
        all.put("web", web);
        return new SiteSettings(site.name(), false, all, Map.of());
    }

    private SendLab(Installation drover, SiteSettings settings, LabShop shop, String site, boolean borrowed) {
        this.borrowed = borrowed;
        this.drover = drover;
        this.settings = settings;
        this.databases = SiteDatabases.open(settings);
        this.erp = drover.pronto();
        this.shop = shop;
        this.site = site;
        Database target = databases.get("web");
        TargetState.prepare(target);
    }

    /** The port of the ERP's server. */
    int erpPort() {
        return URI.create(settings.database("pronto").url().substring("jdbc:".length()))
                .getPort();
    }

    /** A connection of somebody who works in the ERP. */
    Connection connectErp() throws SQLException {
        return databases.get("pronto").connect();
    }

    /** A connection of somebody who works in the shop. */
    Connection connectWeb() throws SQLException {
        return databases.get("web").connect();
    }

    /** The same lab, but it reaches the ERP's server through another port. */
    SendLab through(int port) {
        return with(each -> each.name().equals("pronto")
                ? new DatabaseSettings(
                        each.name(),
                        each.url().replace(":" + erpPort() + "/", ":" + port + "/"),
                        each.user(),
                        each.password(),
                        1,
                        each.timeZone())
                : each);
    }

    /** The same lab, but its databases mean their stamps in these zones. */
    SendLab in(ZoneId erpZone, ZoneId webZone) {
        return with(each -> new DatabaseSettings(
                each.name(),
                each.url(),
                each.user(),
                each.password(),
                each.poolSize(),
                each.name().equals("pronto") ? erpZone : webZone));
    }

    /** The same lab, but queries are read from another server than the ERP's. */
    SendLab reading(DatabaseSettings source) {
        return with(each -> each.name().equals("pronto") ? source : each);
    }

    /** The same lab, but queries are read from another database of the ERP's server. */
    SendLab readingDatabase(String name) {
        DatabaseSettings pronto = settings.database("pronto");
        return reading(new DatabaseSettings(
                pronto.name(),
                pronto.url().replaceFirst("/[^/?]+($|[?])", "/" + name + "$1"),
                pronto.user(),
                pronto.password(),
                pronto.poolSize(),
                pronto.timeZone()));
    }

    private SendLab with(UnaryOperator<DatabaseSettings> change) {
        Map<String, DatabaseSettings> all = new LinkedHashMap<>(settings.databases());
        all.replaceAll((name, each) -> change.apply(each));
        return new SendLab(drover, new SiteSettings(settings.name(), false, all, Map.of()), shop, site, true);
    }

    JdbcClient erp() {
        return erp;
    }

    JdbcClient web() {
        return shop.client();
    }

    LabShop shop() {
        return shop;
    }

    /** Makes both schemas anew. */
    void create(String erpTables, String webTables) {
        drop();
        erp.sql("create schema lab; " + erpTables).update();
        shop.create(webTables);
    }

    /** Lets the audit watch tables of the shop. */
    void audit(String... tables) {
        for (String table : tables) {
            shop.audit(table);
        }
    }

    private void drop() {
        erp.sql("drop schema if exists lab cascade").update();
        shop.drop();
        for (String table : List.of("ledger", "watermark", "fence", "run_page", "table_owner", "sent_column")) {
            web().sql("delete from %s where site in ('LAB', 'OTHER')"
                            .formatted(databases.get("web").vendor().kept(table)))
                    .update();
        }
    }

    /** Another site with the same databases. */
    SendLab other() {
        return new SendLab(drover, settings, shop, "OTHER", true);
    }

    SendLab task(String name) {
        task = name;
        return this;
    }

    /** @param from rows that a table has at least for its rows to be compared by hashes */
    SendLab hashing(int from) {
        memory = new SendMemory(from);
        return this;
    }

    SendLab hold(HeldKey... rows) {
        held = Set.of(rows);
        return this;
    }

    SendLab holdEnded(boolean ended) {
        holdEnded = ended;
        return this;
    }

    /** @param query of the ERP; empty for {@code select * from lab.TABLE} */
    static Step step(String table, String key, String query, Consumer<SendEndpoint> more) {
        SendEndpoint send = new SendEndpoint("send:lab." + table, null);
        send.setTable("lab." + table);
        send.setKey(key);
        more.accept(send);
        return new Step(send.options(), query.isEmpty() ? "select * from lab." + table : query, () -> {}, null);
    }

    static Step step(String table, String key, String query) {
        return step(table, key, query, send -> {});
    }

    static Step step(String table, String key) {
        return step(table, key, "");
    }

    Sent all(Step... steps) {
        return run(Purpose.SEND, Mode.ALL, null, steps);
    }

    Sent changed(Step... steps) {
        return run(Purpose.SEND, Mode.CHANGED, null, steps);
    }

    Sent preview(Mode mode, Step... steps) {
        return run(Purpose.PREVIEW, mode, null, steps);
    }

    Sent verify(Step... steps) {
        return run(Purpose.VERIFY, Mode.ALL, null, steps);
    }

    /** A send that a person allowed to remove so many rows. */
    Sent confirmed(Mode mode, long removals, Step... steps) {
        return run(Purpose.SEND, mode, removals, steps);
    }

    Sent undo(long run) {
        return run(Purpose.UNDO, Mode.ALL, null, session -> session.undo(run));
    }

    private Sent run(Purpose purpose, Mode mode, @Nullable Long confirmed, Step... steps) {
        return run(
                purpose,
                mode,
                confirmed,
                session -> {
                    for (Step step : steps) {
                        send(session, step);
                    }
                },
                steps);
    }

    private Sent run(Purpose purpose, Mode mode, @Nullable Long confirmed, Consumer<SendSession> work, Step... steps) {
        while (true) {
            SendRun run = sendRun(purpose, mode, confirmed, steps);
            try (RunConnections connections = new RunConnections(databases, "pronto", Set.of("web"))) {
                connections.bind();
                try (SendSession session = SendSession.begin(run, databases, connections, memory, SendProgress.NONE)) {
                    RuntimeException failure = null;
                    try {
                        work.accept(session);
                        session.complete();
                    } catch (TryAgainException e) {
                        continue;
                    } catch (RuntimeException e) {
                        failure = e;
                    }
                    connections.close();
                    return sent(run, session, failure);
                } finally {
                    connections.unbind();
                }
            }
        }
    }

    private Sent sent(SendRun run, SendSession session, @Nullable RuntimeException failure) {
        List<RunRow> rows;
        if (failure != null) {
            rows = List.copyOf(session.refused());
        } else {
            keep(run, session.pages());
            rows =
                    RunRowStore.read(databases.get("web"), site, run.run(), RunRowFilter.ALL, 0, Integer.MAX_VALUE)
                            .rows()
                            .stream()
                            .map(RunRowSlice.Numbered::row)
                            .toList();
        }
        return new Sent(run.run(), session.counts(), session.notes(), session.report(), rows, failure);
    }

    private void keep(SendRun run, List<RunPage> pages) {
        try (Connection connection = databases.get("web").connect()) {
            for (RunPage page : pages) {
                RunRowStore.write(connection, site, run.run(), page, run.keepRows());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private SendRun sendRun(Purpose purpose, Mode mode, @Nullable Long confirmed, Step... steps) {
        SortedMap<String, SortedSet<String>> tables = new TreeMap<>();
        tables.put(
                "web",
                Arrays.stream(steps)
                        .map(step -> step.options().table())
                        .collect(Collectors.toCollection(TreeSet::new)));
        long number = RUNS.incrementAndGet();
        return new SendRun(
                site,
                task,
                task,
                mode,
                purpose,
                number,
                number,
                "pronto",
                "web",
                tables,
                Duration.ZERO,
                held,
                holdEnded,
                Duration.ofDays(1),
                confirmed);
    }

    /** What the next Send Changed will see as {@code :since}. */
    @Nullable
    LocalDateTime since() {
        RunConnections connections = new RunConnections(databases, "pronto", Set.of("web"));
        try (connections;
                SendSession session = SendSession.begin(
                        sendRun(Purpose.PREVIEW, Mode.CHANGED, null),
                        databases,
                        connections,
                        memory,
                        SendProgress.NONE)) {
            return session.since();
        }
    }

    /** The run's connection, which is the run's to close. */
    private static final class KeptOpen extends SingleConnectionDataSource {

        KeptOpen(Connection connection) {
            super(connection, true);
        }

        @Override
        public boolean shouldClose(Connection connection) {
            return false;
        }
    }

    private void send(SendSession session, Step step) {
        step.before().run();
        try {
            if (step.body() != null) {
                session.send(step.options(), step.body());
                return;
            }
            Connection lent = new SiteDataSource(databases.get("pronto")).getConnection();
            new NamedParameterJdbcTemplate(new KeptOpen(lent))
                    .execute(step.query(), new MapSqlParameterSource("since", session.since()), statement -> {
                        // As camel-sql hands rows on.
                        session.send(
                                step.options(),
                                new ResultSetIterator(
                                        lent,
                                        statement,
                                        statement.executeQuery(),
                                        new RowReader().newColumnRowMapper()));
                        return null;
                    });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whole rows of a table of the shop, as texts. */
    List<String> rows(String table) {
        return shop.rows(table);
    }

    /** What the audit saw since it was asked last: {@code table OP}, by number. */
    Map<String, Long> audited() {
        Map<String, Long> counts = new TreeMap<>();
        shop.audited().forEach(each -> counts.merge(each, 1L, Long::sum));
        return counts;
    }

    @Override
    public void close() {
        if (!borrowed) {
            drop();
        }
        databases.close();
    }

    /** For assertions on lists of rows of one fate. */
    static List<RunRow> of(Fate fate, Sent sent) {
        return sent.rows().stream().filter(row -> row.fate() == fate).toList();
    }
}
