package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.app.DroverServer;
import io.drover.config.DatabaseSettings;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Mode;
import io.drover.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * An ERP on MariaDB with names as PRONTO has them, hyphenated and quoted, and a shop on PostgreSQL: a site of its own
 * beside those of the installation.
 */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class MariaDbSourceTest {

    private static final int PRODUCTS = 5000;
    private static final ZoneId ERP_ZONE = ZoneId.of("+10:00");

    private static DroverServer server;
    private static JdbcClient erp;
    private static JdbcClient shop;

    @BeforeAll
    static void make_site(Installation drover, MariaServer maria, @TempDir Path folder)
            throws IOException, InterruptedException {
        erp = maria.schema("pronto-live");
        erp.sql("""
                create table `stock-master` (
                  `stock-code` char(16) character set latin1 primary key,
                  `stk-description` varchar(90), `stk-price#list` decimal(14,4), `stk-pack?` tinyint(1),
                  `stk:photo` blob, `stk-date-last-change` datetime(6) not null)""").update();
        erp.sql("""
                insert into `stock-master`
                select concat('SKU', lpad(seq, 7, '0')), concat('Käse 🐄 ', seq), seq / 7, seq %% 2, unhex(hex(seq)),
                       '2026-01-01 00:00:00' + interval seq second
                from seq_1_to_%d""".formatted(PRODUCTS)).update();
        DatabaseSettings web = drover.beside("web", "maria_shop");
        shop = JdbcClient.create(Database.open(web, "test").dataSource());
        shop.sql("""
                create table public.product (product_code text primary key, title varchar(90) not null,
                  price numeric(14,4), pack boolean, photo bytea, changed timestamp(6))""").update();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        writeRoutes(routes);
        SiteSettings site = new SiteSettings(
                "MARIA",
                true,
                Map.of("pronto", maria.settings("pronto", "pronto-live", ERP_ZONE), "web", web),
                Map.of());
        server = drover.besides(site, folder);
    }

    private static void writeRoutes(Path routes) throws IOException {
        Path sql = Files.writeString(routes.resolve("product.sql"), """
                -- A number sign is a placeholder to camel-sql unless usePlaceholder is false; then :?since is the parameter.
                select `stock-code` as product_code, `stk-description` as title, `stk-price#list` as price,
                       `stk-pack?` as pack, `stk:photo` as photo, `stk-date-last-change` as changed
                from `stock-master`
                where :?since is null or `stk-date-last-change` >= :?since
                """);
        write(routes, "product", "file:" + sql, "key: product_code");
        Path hyphen = Files.writeString(routes.resolve("hyphen.sql"), """
                select `stock-code` as `product-code`, `stk-description` as title from `stock-master`
                where :?since is null or `stk-date-last-change` >= :?since
                """);
        write(routes, "hyphen", "file:" + hyphen, "key: product_code, columns: product_code=product-code");
        write(routes, "slow", "select sleep(60) as product_code", "key: product_code");
    }

    private static void write(Path routes, String name, String query, String send) throws IOException {
        Files.writeString(routes.resolve(name + ".camel.yaml"), """
                - route:
                    id: %s
                    description: Sends products
                    from:
                      uri: task:%s
                      steps:
                        - to:
                            uri: sql:%s
                            parameters:
                              dataSource: "#pronto"
                              outputType: StreamList
                              usePlaceholder: false
                        - to:
                            uri: send:public.product
                            parameters: {%s}
                """.formatted(name, name, query, send));
    }

    @AfterAll
    static void close_site() {
        if (server != null) {
            server.close();
        }
    }

    private static Site site() {
        return server.sites().find("MARIA").orElseThrow();
    }

    private static Run send(String task, Mode mode) {
        long run = site().send(task, mode, "test").commenced().run();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.runs().find(run).orElseThrow(), each -> each.status() == RunStatus.ENDED);
    }

    @BeforeEach
    void empty_shop() {
        shop.sql("truncate public.product").update();
    }

    @Test
    void all_and_changed_make_the_shop_equal_row_by_row() {
        Run all = send("product", Mode.ALL);
        assertThat(all.message()).isEqualTo("5,000 inserted, 0 updated, 0 removed");
        assertThat(shopRows()).hasSize(PRODUCTS).isEqualTo(erpRows());

        erp.sql(
                        "update `stock-master` set `stk-description` = 'new', `stk-date-last-change` = now(6) + interval 10 hour"
                                + " where `stock-code` = 'SKU0000007'")
                .update();
        erp.sql("delete from `stock-master` where `stock-code` = 'SKU0000009'").update();
        Run changed = send("product", Mode.CHANGED);
        assertThat(changed.message()).isEqualTo("0 inserted, 1 updated, 0 removed");
        assertThat(changed.counts().read())
                .as("the watermark is the clock of the source, its parameter the time of its zone")
                .isEqualTo(1);
        assertThat(shopRows()).hasSize(PRODUCTS);

        assertThat(send("product", Mode.ALL).message()).isEqualTo("0 inserted, 0 updated, 1 removed");
        assertThat(shopRows()).isEqualTo(erpRows());
        assertThat(send("product", Mode.ALL).message()).isEqualTo("Nothing had changed");
    }

    private static List<String> shopRows() {
        return rows(shop, """
                select concat_ws('|', product_code, title, price, case when pack then 1 else 0 end,
                         upper(encode(photo, 'hex')), to_char(changed, 'YYYY-MM-DD HH24:MI:SS.US'))
                from public.product order by product_code collate "C\"""");
    }

    private static List<String> erpRows() {
        return rows(erp, """
                select concat_ws('|', `stock-code`, `stk-description`, `stk-price#list`, `stk-pack?`, hex(`stk:photo`),
                         date_format(`stk-date-last-change`, '%Y-%m-%d %H:%i:%s.%f'))
                from `stock-master` order by `stock-code`""");
    }

    private static List<String> rows(JdbcClient database, String sql) {
        return database.sql(sql).query(String.class).list();
    }

    @Test
    void columns_with_hyphens_are_mapped_by_name() {
        Run run = send("hyphen", Mode.CHANGED);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
    }

    @Test
    void a_zero_date_is_named_and_never_becomes_null() {
        send("product", Mode.ALL);
        erp.sql("set statement sql_mode = '' for update `stock-master` set `stk-date-last-change` = 0"
                        + " where `stock-code` = 'SKU0000011'")
                .update();
        Run run = send("product", Mode.ALL);
        assertThat(run.message()).contains("0000-00-00 00:00:00");
        assertThat(shop.sql("select count(*) from public.product where changed is null")
                        .query(Integer.class)
                        .single())
                .isZero();
        erp.sql("update `stock-master` set `stk-date-last-change` = '2026-01-01' where `stock-code` = 'SKU0000011'")
                .update();
    }

    @Test
    void a_stop_ends_a_query_of_the_source_within_a_second() throws InterruptedException {
        long run = site().send("slow", Mode.ALL, "test").commenced().run();
        Awaitility.await()
                .until(() -> erp.sql(
                                        "select count(*) from information_schema.processlist where info like 'select sleep(60)%'")
                                .query(Integer.class)
                                .single()
                        == 1);
        long begin = System.nanoTime();
        site().executor().running(run).orElseThrow().stop(new StopRequest("test", "stocktake"), Duration.ofSeconds(5));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Bar.ofSeconds(1));
        assertThat(server.runs().find(run).orElseThrow().result()).isEqualTo(Result.STOPPED);
    }
}
