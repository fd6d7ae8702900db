package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.app.DroverServer;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Mode;
import io.drover.send.WhyStep;
import io.drover.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An ERP on PostgreSQL and a shop on MariaDB, through a route file: a site of its own. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class MariaDbShopTest {

    private static final int GOODS = 5000;

    private static final String ROUTE = """
            - route:
                id: goods
                description: Sends goods with their texts
                from:
                  uri: task:goods
                  parameters: {overlap: 0s}
                  steps:
                    - to:
                        uri: "sql:select code, name, price, active, changed from goods where cast(:#since as timestamp) is null or changed >= cast(:#since as timestamp)"
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:goods
                        parameters: {key: code}
                    - to:
                        uri: "sql:select t.code, t.lang, t.title from goods_text t join goods using (code) where cast(:#since as timestamp) is null or changed >= cast(:#since as timestamp)"
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:goods_text
                        parameters: {key: "code,lang", within: code}
            """;

    private static MariaServer maria;
    private static DroverServer server;
    private static JdbcClient erp;
    private static JdbcClient shop;

    @BeforeAll
    static void make_site(Installation drover, MariaServer maria, @TempDir Path folder)
            throws IOException, InterruptedException {
        MariaDbShopTest.maria = maria;
        var pronto = drover.beside("pronto", "goods_erp");
        erp = JdbcClient.create(Database.open(pronto, "test").dataSource());
        erp.sql("""
                create table goods (code text primary key, name text, price numeric(14,4), active boolean, changed timestamptz);
                create table goods_text (code text, lang text, title text, primary key (code, lang));
                """).update();
        shop = maria.schema("goods_shop");
        shop.sql("""
                create table goods (code varchar(20) primary key, name varchar(90), price decimal(14,4),
                  active tinyint(1), changed timestamp(6) null)""").update();
        shop.sql("""
                create table goods_text (code varchar(20), lang char(2), title varchar(90), primary key (code, lang),
                  foreign key (code) references goods (code))""").update();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("goods.camel.yaml"), ROUTE);
        SiteSettings site = new SiteSettings(
                "GOODS",
                true,
                Map.of("pronto", pronto, "web", maria.settings("web", "goods_shop", ZoneId.of("UTC"))),
                Map.of());
        server = drover.besides(site, folder);
    }

    @AfterAll
    static void close_site() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void fill() {
        erp.sql("truncate goods, goods_text").update();
        erp.sql("""
                insert into goods select 'G' || n, 'Käse 🐄 ' || n, n / 7.0, mod(n, 2) = 0, '2026-10-25 00:00:00Z'::timestamptz + n * interval '1 s'
                  from generate_series(1, %d) n;
                insert into goods_text select code, lang, name || ' ' || lang from goods, unnest(array['de', 'en']) lang;
                """.formatted(GOODS)).update();
        send(Mode.ALL);
        assertEqual();
    }

    private static Site site() {
        return server.sites().find("GOODS").orElseThrow();
    }

    private static Run send(Mode mode) {
        return ended(site().send("goods", mode, "test").commenced().run());
    }

    private static Run ended(long run) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }

    private static void assertEqual() {
        assertThat(shopGoods()).isEqualTo(rows(erp, """
                select concat_ws('|', code, name, price, active::int, extract(epoch from changed)) from goods
                 order by code collate "C\""""));
        assertThat(shopTexts()).isEqualTo(rows(erp, """
                select concat_ws('|', code, lang, title) from goods_text order by code collate "C", lang"""));
    }

    private static List<String> shopGoods() {
        return rows(shop, """
                select concat_ws('|', code, name, price, active, unix_timestamp(changed)) from goods order by binary code""");
    }

    private static List<String> shopTexts() {
        return rows(shop, "select concat_ws('|', code, lang, title) from goods_text order by binary code, lang");
    }

    private static List<String> rows(JdbcClient database, String sql) {
        return database.sql(sql).query(String.class).list();
    }

    private static long count(String sql) {
        return shop.sql(sql).query(Long.class).single();
    }

    private static void edit() {
        erp.sql("""
                update goods set name = 'new', changed = clock_timestamp() where code in ('G7', 'G8', 'G4000');
                delete from goods_text where code = 'G7';
                insert into goods values ('G0', 'zero', 0, null, clock_timestamp());
                insert into goods_text values ('G0', 'de', 'null');
                """).update();
    }

    @Test
    void all_and_changed_make_the_shop_equal_row_by_row() {
        edit();
        Run changed = send(Mode.CHANGED);
        assertThat(changed.message()).isEqualTo("2 inserted, 3 updated, 2 removed");
        assertEqual();
        assertThat(send(Mode.ALL).message()).isEqualTo("Nothing had changed");
        assertThat(count("select count(*) from drover_ledger where run = " + changed.run()))
                .isEqualTo(1);
        WhyStep why = site().why("goods", "G0").steps().get(0);
        assertThat(why.target()).containsEntry("name", "zero");
        assertThat(why.differing()).isEmpty();
    }

    @Test
    void a_run_that_is_stopped_while_it_writes_leaves_nothing() throws Exception {
        List<String> before = shopGoods();
        edit();
        long ledger = count("select count(*) from drover_ledger");
        try (Connection somebody = holding("G4000")) {
            long run = site().send("goods", Mode.CHANGED, "test").commenced().run();
            awaitWaiting();
            site().executor()
                    .running(run)
                    .orElseThrow()
                    .stop(new StopRequest("test", "stocktake"), Duration.ofSeconds(20));
            assertThat(ended(run).result()).isEqualTo(Result.STOPPED);
            somebody.rollback();
        }
        assertThat(count("select count(*) from information_schema.innodb_trx where trx_rows_modified > 0"))
                .isZero();
        assertThat(shopGoods()).isEqualTo(before);
        assertThat(count("select count(*) from drover_ledger")).isEqualTo(ledger);

        assertThat(send(Mode.CHANGED).result()).isEqualTo(Result.OK);
        assertEqual();
    }

    @Test
    void a_run_whose_session_is_killed_while_it_writes_is_done_again_from_the_first_row() throws Exception {
        edit();
        try (Connection somebody = holding("G4000")) {
            long run = site().send("goods", Mode.CHANGED, "test").commenced().run();
            long session = awaitWaiting();
            shop.sql("kill connection " + session).update();
            Awaitility.await()
                    .until(() -> count("select count(*) from information_schema.innodb_trx where trx_mysql_thread_id = "
                                    + session)
                            == 0);
            somebody.rollback();
            Run ended = ended(run);
            assertThat(ended.result()).as(ended.message()).isEqualTo(Result.OK);
            assertThat(ended.message()).isEqualTo("2 inserted, 3 updated, 2 removed; after 1 retry");
        }
        assertEqual();
    }

    /** A connection of somebody in the shop who has a row locked. */
    private static Connection holding(String code) throws SQLException {
        Connection connection = DriverManager.getConnection(maria.url("goods_shop"), "drover", "drover");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select * from goods where code = '%s' for update".formatted(code));
        }
        return connection;
    }

    /** The session of the run, which waits for the row and has written others. */
    private static long awaitWaiting() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rows(shop, """
                                select trx_mysql_thread_id from information_schema.innodb_trx
                                 where trx_state = 'LOCK WAIT' and trx_rows_modified > 0"""), sessions -> sessions.size() == 1)
                .stream()
                .map(Long::valueOf)
                .findFirst()
                .orElseThrow();
    }
}
