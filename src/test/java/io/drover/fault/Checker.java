package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The oracle after each fault: what is wrong in shop, ledger, history and servers. All of it must be empty. */
final class Checker {

    /** Orders whose lines do not make up their total. One statement, so one snapshot. */
    static final String TORN = """
            select 'order ' || coalesce(o.order_no, l.order_no) || ' is torn'
              from shop.sales_order o
              full join (select order_no, sum(qty) as total from shop.order_line group by order_no) l using (order_no)
             where o.total is distinct from l.total
            """;

    private static final String UNTRUE_LEDGER = """
            select 'run ' || l.run || ' says ' || l.inserted || '+' || l.updated || '-' || l.removed
                   || ', but it did ' || a.inserted || '+' || a.updated || '-' || a.removed || '; read ' || l.read
              from drover.ledger l join shop.audit_run r using (run),
                   lateral (select count(*) filter (where op = 'INSERT') as inserted,
                                   count(*) filter (where op = 'UPDATE') as updated,
                                   count(*) filter (where op = 'DELETE') as removed
                              from shop.audit where tx = r.tx) a
             where (l.inserted, l.updated, l.removed) is distinct from (a.inserted, a.updated, a.removed)
                or l.read <> l.equal + l.inserted + l.updated + l.removed + l.refused + l.held + l.skipped
            union all
            select 'written by no run: ' || min(op || ' ' || of) || ', ' || count(*) || ' rows'
              from shop.audit where tx not in (select tx from shop.audit_run) group by tx
            union all
            select 'written although equal: ' || of from shop.audit where equal
            """;

    private static final String LEFT_BEHIND = """
            select 'session ' || pid || ' of ' || datname || ' ' || state || ': ' || left(query, 60)
              from pg_stat_activity
             where application_name like 'drover%' and pid <> pg_backend_pid() and (state <> 'idle' or :dead)
            union all
            select 'lock ' || locktype || ' ' || mode || ' of session ' || pid
              from pg_locks join pg_stat_activity using (pid)
             where application_name like 'drover%' and pid <> pg_backend_pid() and (state = 'idle' or :dead)
            union all select 'prepared transaction ' || gid from pg_prepared_xacts
            """;

    private static final String TEMPORARY =
            "select 'temporary table ' || relname from pg_class where relpersistence = 't' and relkind = 'r'";

    private static final String RELATIONS = """
            select relnamespace::regnamespace || '.' || relname from pg_class
             where relkind in ('r', 'v', 'm', 'S') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
            """;

    private final String site;
    private final OrderDatabases databases;
    private final List<JdbcClient> servers;
    private Set<String> relations = Set.of();
    private @Nullable Path temporary;

    /** @param servers a client on each server that Drover uses */
    Checker(String site, OrderDatabases databases, List<JdbcClient> servers) {
        this.site = site;
        this.databases = databases;
        this.servers = servers;
    }

    /** Takes the tables there are now as those there should be. */
    void rememberTables() {
        relations = new HashSet<>(list(databases.shop(), RELATIONS));
    }

    /** Takes a folder as that in which Drover has its temporary files. */
    void watchFiles(Path folder) {
        temporary = folder;
    }

    /** What must hold at every moment, with or without a Drover. */
    List<String> torn() {
        return list(databases.shop(), TORN);
    }

    /** After a send that came after the last change: the shop is what the ERP is, and every ledger tells the truth. */
    void assertShopIsTrue(String when) {
        List<String> wrong = new ArrayList<>(torn());
        wrong.addAll(differences());
        wrong.addAll(list(databases.shop(), UNTRUE_LEDGER));
        assertThat(wrong).as(when).isEmpty();
    }

    /** Lost, stale, duplicate, phantom and resurrected rows. */
    List<String> differences() {
        Map<String, String> wanted = databases.wanted();
        Map<String, List<String>> shown = databases.shown();
        Set<String> deleted = new HashSet<>(databases.deleted());
        List<String> wrong = new ArrayList<>();
        wanted.forEach((key, row) -> {
            List<String> rows = shown.getOrDefault(key, List.of());
            if (rows.isEmpty()) {
                wrong.add("lost: " + key);
            } else if (rows.size() > 1) {
                wrong.add("duplicate: " + key + " " + rows);
            } else if (!rows.get(0).equals(row)) {
                wrong.add("stale: " + key + " is " + rows.get(0) + ", not " + row);
            }
        });
        shown.keySet().stream()
                .filter(key -> !wanted.containsKey(key))
                .map(key -> (deleted.contains(key) ? "resurrected: " : "phantom: ") + key)
                .forEach(wrong::add);
        return wrong;
    }

    /** No run is without a result, and a run is OK exactly if the ledger of the shop knows it. */
    void assertHistoryIsTrue(String when) {
        Set<Long> committed = new HashSet<>(databases
                .shop()
                .sql("select run from drover.ledger where site = ?")
                .param(site)
                .query(Long.class)
                .list());
        List<String> wrong = new ArrayList<>();
        databases
                .control()
                .sql("select run, status, result, message from drover.task_run where site = ? and task = 'orders'")
                .param(site)
                .query(result -> {
                    long run = result.getLong("run");
                    String word = result.getString("result");
                    boolean ok = word != null && word.startsWith("OK");
                    if (word == null || ok != committed.contains(run)) {
                        wrong.add("run %d is %s, %s: %s; in the ledger: %s"
                                .formatted(
                                        run,
                                        result.getString("status"),
                                        word,
                                        result.getString("message"),
                                        committed.contains(run)));
                    }
                });
        assertThat(wrong).as(when).isEmpty();
    }

    /**
     * Waits until a Drover that was killed has left nothing: no session, lock, temporary or staging table in the
     * databases, and no temporary file.
     *
     * @return how long that took
     */
    Duration awaitNothingLeft(String when, Duration limit) {
        long begin = System.nanoTime();
        Awaitility.await(when + ": what a killed Drover leaves")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(leftBehind(true)).isEmpty());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Nothing of an ended run is left although Drover lives: its sessions rest, its staging is gone. */
    void assertNothingHeld(String when) {
        Awaitility.await(when + ": what an ended run leaves")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(leftBehind(false)).isEmpty());
    }

    /**
     * What is left of ended runs.
     *
     * @param dead whether Drover is dead too, so that not even a session at rest may be there
     */
    List<String> leftBehind(boolean dead) {
        List<String> left = new ArrayList<>();
        servers.forEach(server -> left.addAll(
                server.sql(LEFT_BEHIND).param("dead", dead).query(String.class).list()));
        for (JdbcClient each : List.of(databases.erp(), databases.shop(), databases.control())) {
            left.addAll(list(each, TEMPORARY));
        }
        list(databases.shop(), RELATIONS).stream()
                .filter(name -> !relations.isEmpty() && !relations.contains(name))
                .forEach(name -> left.add("table " + name));
        left.addAll(files());
        return left;
    }

    private List<String> files() {
        if (temporary == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> "file " + file.getFileName()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> list(JdbcClient client, String sql) {
        return client.sql(sql).query(String.class).list();
    }
}
