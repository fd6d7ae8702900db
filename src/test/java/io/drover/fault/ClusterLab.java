package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Three Drovers in processes of their own over one control database, one ERP and one shop. Each reaches the control
 * database by a proxy of its own, so that it can be cut off from it alone.
 */
final class ClusterLab implements AutoCloseable {

    static final String SITE = "LIVE";

    private static final String NODE = """
            drover.node = %s
            drover.routes = %s
            """;

    private final OwnPostgres postgres;
    private final OrderDatabases databases;
    private final Checker checker;
    private final Path routes;
    private final List<Member> members = new ArrayList<>();

    /** One of the nodes. */
    static final class Member implements AutoCloseable {

        private final String name;
        private final Path folder;
        private final int port = FreePort.take();
        private final FaultyProxy proxy;
        private DroverProcess drover;

        private Member(String name, Path folder, FaultyProxy proxy) throws IOException {
            this.name = name;
            this.folder = folder;
            this.proxy = proxy;
            this.drover = DroverProcess.start(folder, port);
        }

        String name() {
            return name;
        }

        DroverApi api() {
            return drover.api();
        }

        DroverProcess drover() {
            return drover;
        }

        /** Between it and the control database. */
        FaultyProxy proxy() {
            return proxy;
        }

        void awaitReady() {
            drover.awaitReady();
        }

        void restart() throws IOException {
            drover = DroverProcess.start(folder, port);
        }

        @Override
        public void close() throws Exception {
            drover.close();
            proxy.close();
        }
    }

    private ClusterLab(OwnPostgres postgres, Path routes) {
        this.routes = routes;
        this.postgres = postgres;
        this.databases =
                new OrderDatabases(postgres.client("erp"), postgres.client("shop"), postgres.client("control"));
        this.checker = new Checker(SITE, databases, List.of(postgres.client("postgres")));
    }

    /** @param ticking how many tasks there are beside the orders, each due after each interval */
    static ClusterLab open(Path folder, int ticking, Duration interval) throws Exception {
        OwnPostgres postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "shop");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        ClusterLab lab = new ClusterLab(postgres, routes);
        lab.databases.create();
        OrderRoute.write(routes);
        for (int i = 1; i <= ticking; i++) {
            lab.addTick(routes, "tick-" + i, interval);
        }
        for (String name : List.of("a", "b", "c")) {
            Path own = Files.createDirectories(folder.resolve(name));
            FaultyProxy proxy = new FaultyProxy(postgres.port());
            Files.writeString(
                    own.resolve("application.properties"),
                    NODE.formatted(name, routes)
                            + CrashLab.SETTINGS.formatted(
                                    OwnPostgres.url(proxy.port(), "control"),
                                    postgres.url("erp"),
                                    postgres.url("shop")));
            Files.writeString(
                    DroverProcess.hosts(own),
                    "127.0.0.1 localhost " + java.net.InetAddress.getLocalHost().getHostName());
            lab.members.add(new Member(name, own, proxy));
            if (name.equals("a")) {
                // It makes the tables and fills the shop.
                lab.members.get(0).awaitReady();
            }
        }
        lab.members.forEach(Member::awaitReady);
        lab.databases.watchShop();
        lab.databases.watchControl();
        lab.checker.rememberTables();
        return lab;
    }

    /** A task that sends one row, another one each time. */
    private void addTick(Path routes, String task, Duration interval) throws IOException {
        String table = "shop." + task.replace('-', '_');
        postgres.client("shop")
                .sql("create table %s (code text primary key, at text not null)".formatted(table))
                .update();
        OrderRoute.writeOne(
                routes,
                task,
                "select '%s' as code, clock_timestamp()::text as at".formatted(task),
                table,
                "key: code",
                "queue: %s\nchanged: every %d seconds".formatted(task, interval.toSeconds()));
    }

    /** The folder of route files that all nodes have. */
    Path routes() {
        return routes;
    }

    OwnPostgres postgres() {
        return postgres;
    }

    OrderDatabases databases() {
        return databases;
    }

    Checker checker() {
        return checker;
    }

    JdbcClient control() {
        return databases.control();
    }

    Member member(int number) {
        return members.get(number);
    }

    /** The node that a run has begun on, and all others: whichever hears first of a run that waits begins it. */
    List<Member> withHolderFirst(long run) {
        String holder = Awaitility.await("a node that runs " + run)
                .until(() -> members.get(0).api().run(run).getString("node"), Objects::nonNull);
        return members.stream()
                .sorted(Comparator.comparing(member -> !member.name().equals(holder)))
                .toList();
    }

    Stream<Member> members() {
        return members.stream();
    }

    /** By the clock of the control database. */
    Instant now() {
        return control()
                .sql("select clock_timestamp()")
                .query((result, row) -> result.getTimestamp(1).toInstant())
                .single();
    }

    /** Makes good what a test left, so that one that failed alone fails. */
    void restore() throws Exception {
        for (Member member : members) {
            member.proxy().resume();
            if (member.drover().isKilled()) {
                member.restart();
            } else {
                member.drover().thaw();
            }
        }
        members.forEach(Member::awaitReady);
        awaitAlive(3);
    }

    void awaitAlive(int nodes) {
        Awaitility.await(nodes + " nodes that are alive and serve the site")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(control()
                                .sql("select count(*) from drover.live_node join drover.node_site using (node)")
                                .query(Integer.class)
                                .single())
                        .as("of %s", nodes())
                        .isEqualTo(nodes));
    }

    /** What the control database knows of its nodes, and who waits there for whom. */
    private List<String> nodes() {
        return control().sql("""
                select format('%s, life %s, began %s ago, beat %s ago, serves %s', node, life,
                              clock_timestamp() - started_at, clock_timestamp() - beat_at,
                              array(select site from drover.node_site s where s.node = n.node))
                  from drover.node n
                union all
                select format('session %s of %s waits for %s: %s', pid, application_name, pg_blocking_pids(pid), query)
                  from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0
                """).query(String.class).list();
    }

    @Override
    public void close() throws Exception {
        for (int number : IntStream.range(0, members.size()).toArray()) {
            members.get(number).close();
        }
        postgres.close();
    }
}
