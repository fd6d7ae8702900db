package io.drover.site;

import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.app.DroverServer;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.site.SiteModel.Picture;
import io.drover.site.SiteMove.Text;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A Drover of its own with one site, used through its API alone. Its tasks {@code first} and {@code second} wait in the
 * source until the {@link #source} gate is opened, its starts and stops while the {@link #way} gate is shut.
 */
final class ModelledSite implements AutoCloseable {

    static final String NAME = "MODEL";

    private static final int SOURCE_LOCK = 4711;
    private static final int WAY_LOCK = 4712;

    private static final String SOURCE = """
            create function public.pass() returns text language plpgsql as $$
              begin
                begin
                  perform pg_advisory_xact_lock_shared(%d);
                  raise 'passed' using errcode = 'PASSD';
                exception when sqlstate 'PASSD' then null;
                end;
                return clock_timestamp()::text;
              end $$
            """.formatted(SOURCE_LOCK);

    /** A start and a stop both end what waits on the site: that statement, and no other, waits at the gate. */
    private static final String WAY = """
            create or replace function public.way() returns trigger language plpgsql as $$
              begin
                if current_query() ~ 'where site = \\S+ and status = ''QUEUED''\\s*$' then
                  perform pg_advisory_xact_lock_shared(%d);
                end if;
                return null;
              end $$
            """.formatted(WAY_LOCK);

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Sends what a query returns
                from:
                  uri: task:%1$s
                  parameters: {title: %2$s%3$s}
                  steps:
                    - to:
                        uri: sql:%4$s
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.%1$s
                        parameters: {key: code}
            """;

    final Gate source;
    final Gate way;

    private final Path routes;
    private final JdbcClient shop;
    private DroverServer server;

    ModelledSite(Installation drover, Path folder) throws IOException, InterruptedException, SQLException {
        routes = Files.createDirectories(folder.resolve("routes"));
        SiteSettings site = new SiteSettings(
                NAME,
                false,
                Map.of("pronto", drover.beside("pronto", "model_erp"), "web", drover.beside("web", "model_shop")),
                Map.of());
        for (String task : new String[] {"first", "second"}) {
            Files.writeString(
                    routes.resolve(task + ".camel.yaml"),
                    ROUTE.formatted(task, task, "", "select '%s' as code, public.pass() as name".formatted(task)));
        }
        save(Text.GOOD, 1);
        server = drover.besides(site, folder);
        shop = JdbcClient.create(
                Database.open(site.database("web"), "drover test").dataSource());
        // A table for each: whoever sends to a table waits for who sends to it already.
        for (String task : SiteMove.TASKS) {
            shop.sql("create table public.%s (code text primary key, name text)".formatted(task))
                    .update();
        }
        source = new Gate(site.database("pronto"), SOURCE_LOCK);
        source.execute(SOURCE);
        way = new Gate(server.settings().control(), WAY_LOCK);
        mendWay();
        way.execute(
                "create trigger way before update on drover.task_run for each statement execute function public.way()");
    }

    /**
     * From now on the site's own database fails where its starts and stops would wait at the gate.
     *
     * @param state the SQLSTATE of the failure
     */
    void failWay(String state) throws SQLException {
        way.execute(WAY.replaceFirst(
                "perform pg_advisory_xact_lock_shared\\(\\d+\\)",
                "raise exception 'away' using errcode = '%s'".formatted(state)));
    }

    void mendWay() throws SQLException {
        way.execute(WAY);
    }

    JsonApi api() {
        return new JsonApi(server.address().replaceAll("/$", ""));
    }

    Site site() {
        return server.sites().find(NAME).orElseThrow();
    }

    /** Waits until it is neither being started nor stopped, nor takes files in. */
    void awaitMove() throws InterruptedException {
        site().awaitMove();
    }

    void restart() {
        server.close();
        server = DroverServer.start(server.settings(), Clock.systemUTC());
    }

    /** Saves the file of the task {@code quick}; the site begins to take it in. */
    void save(Text text, int number) throws IOException {
        Path file = routes.resolve("quick.camel.yaml");
        if (text == Text.GONE) {
            Files.deleteIfExists(file);
        } else {
            String options = ", queue: Quick, changed: once at 2099-01-0%d 03:00".formatted(number);
            String good =
                    ROUTE.formatted("quick", "Quick " + number, options, "select 'Q' as code, now()::text as name");
            Files.writeString(file, text == Text.GOOD ? good : good.replace("send:", "sned:"));
        }
        if (server != null) {
            site().reload();
        }
    }

    /** What everybody sees of the site. */
    Picture picture() throws IOException, InterruptedException {
        JsonObject site = api().list("/sites").get(0);
        Map<String, String> tasks = new TreeMap<>();
        api().list("/sites/%s/tasks".formatted(NAME)).forEach(task -> tasks.put(task.getString("task"), shown(task)));
        List<String> unfinished = api().list("/running-tasks").stream()
                .map(run -> "%s %s %s %s"
                        .formatted(
                                run.getString("task"),
                                run.getString("mode"),
                                run.getString("purpose"),
                                run.getString("status")))
                .toList();
        return new Picture(site.getString("state"), site.getString("reason"), tasks, unfinished);
    }

    private static String shown(JsonObject task) {
        JsonObject pending = task.getJsonObject("pending");
        String status = task.getString("status");
        String next = task.getString("nextRun");
        return "%s, %s, %s"
                .formatted(
                        task.getString("title"),
                        pending == null ? status : "%s (%s)".formatted(status, pending.getString("mode")),
                        next == null ? task.getString("nextRunNote") : next);
    }

    /** The last starts and stops that the audit knows of, with their reasons, oldest first. */
    List<String> audited(int last) throws IOException, InterruptedException {
        List<String> acts = api().list("/audit?limit=1000").stream()
                .filter(act -> act.getString("what").endsWith(" Site"))
                .filter(act -> !act.getString("who").equals("test"))
                .limit(last)
                .map(act -> act.getString("what") + " " + act.getString("reason"))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(acts);
        return acts;
    }

    /** The last ends of starts and stops that the log tells, oldest first. */
    List<String> arrivals(int last) {
        List<String> lines = site().log().tail(1000).stream()
                .filter(line -> line.endsWith(" successfully!"))
                .map(line -> line.replaceFirst(".*Site %s (\\w+) successfully!".formatted(NAME), "$1"))
                .toList();
        return lines.subList(Math.max(0, lines.size() - last), lines.size());
    }

    /** Whether the shop knows of a run that it committed. */
    boolean isCommitted(long run) {
        return shop.sql("select to_regclass('drover.ledger') is not null")
                        .query(Boolean.class)
                        .single()
                && shop.sql("select exists (select from drover.ledger where site = ? and run = ?)")
                        .params(NAME, run)
                        .query(Boolean.class)
                        .single();
    }

    /** Transactions and statements of the site in all databases. */
    int working() {
        return shop.sql("""
                select count(*) from pg_stat_activity where application_name like 'drover MODEL %' and state <> 'idle'
                """).query(Integer.class).single();
    }

    void forgetClicks() throws SQLException {
        way.execute("delete from drover.pending_click where site = '%s'".formatted(NAME));
    }

    @Override
    public void close() throws SQLException {
        source.close();
        way.close();
        server.close();
    }
}
