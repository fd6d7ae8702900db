package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.FreePort;
import io.drover.fault.DroverApi.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * F51: rows that together are larger than the memory of Drover, which is a process of its own with 256 MB, as in
 * production. {@code -Ddrover.fault.large=200 -Ddrover.fault.small=100000} is the full size.
 */
class LargeRowsTest {

    private static final int LARGE = Integer.getInteger("drover.fault.large", 44);
    /** So few that a Send All compares whole rows, … */
    private static final int FEW_SMALL = 10_000;
    /** … and so many that it compares hashes. */
    private static final int SMALL = Integer.getInteger("drover.fault.small", 20_000);

    private static final String ALL_MEGABYTES = "select sum(octet_length(body)) / 1000000 from erp.doc";

    private static final String READ = """
            select id, body from erp.doc
             where cast(:#since as timestamptz) is null or stamp >= cast(:#since as timestamptz)
             order by id
            """;

    private OwnPostgres postgres;
    private JdbcClient erp;
    private JdbcClient shop;
    private DroverProcess drover;
    private Path routes;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "shop");
        erp = postgres.client("erp");
        shop = postgres.client("shop");
        erp.sql("create schema erp; create table erp.doc (id int primary key, body text, stamp timestamptz)")
                .update();
        shop.sql("create schema shop; create table shop.doc (id int primary key, body text)")
                .update();
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(postgres.url("control"), postgres.url("erp"), postgres.url("shop")));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        routes = Files.createDirectories(folder.resolve("routes"));
        OrderRoute.writeOne(routes, "documents", READ, "shop.doc", "key: id", "queue: Documents");
        drover = DroverProcess.start(folder, FreePort.take(), "256m").awaitReady();
    }

    @AfterEach
    void end() throws InterruptedException {
        drover.close();
        postgres.close();
    }

    /** Half of them before the small ones, every fifth of these of 20 MB, and half behind them; all others of 5 MB. */
    private void writeLargeRows(int small) {
        erp.sql("insert into erp.doc select i, 'text ' || i, now() - interval '1 day' from generate_series(1, %d) i"
                        .formatted(small))
                .update();
        erp.sql("""
                insert into erp.doc
                select case when i %% 2 = 0 then -i else %d + i end,
                       repeat('large ' || i %% 9, 700000 * case when i %% 10 = 0 then 4 else 1 end),
                       now() - interval '1 day'
                  from generate_series(1, %d) i
                """.formatted(small, LARGE)).update();
    }

    private void assertEqual() {
        String each = "select md5(string_agg(id || md5(body), ',' order by id)) from %s.doc";
        assertThat(shop.sql(each.formatted("shop")).query(String.class).single())
                .isEqualTo(erp.sql(each.formatted("erp")).query(String.class).single());
    }

    private Ended send(String mode) {
        return ok(drover.api().sendAndWait("LIVE", "documents", mode));
    }

    private Ended rehearse(String what) {
        return ok(drover.api().rehearse("LIVE", "documents", what));
    }

    private static Ended ok(Ended run) {
        assertThat(run.result()).as(run.message()).isEqualTo("OK");
        return run;
    }

    private static IntStream smallRows() {
        return IntStream.of(FEW_SMALL, SMALL);
    }

    @ParameterizedTest
    @MethodSource("smallRows")
    void F51_rows_that_together_are_larger_than_the_memory_are_sent_compared_changed_and_removed(int small) {
        writeLargeRows(small);
        assertThat(erp.sql(ALL_MEGABYTES).query(Long.class).single()).isGreaterThan(256);

        assertThat(send("all").count("inserted")).isEqualTo(small + LARGE);
        shop.sql("analyze shop.doc").update();
        assertThat(send("all").written()).as("all are equal").isZero();

        erp.sql("update erp.doc set body = body || ' changed', stamp = now() where id > %d".formatted(small))
                .update();
        assertThat(rehearse("preview?mode=ALL").count("updated")).isEqualTo(LARGE / 2);
        assertThat(send("changed").count("updated")).isEqualTo(LARGE / 2);
        erp.sql("update erp.doc set body = body || '.', stamp = now() where id < 0")
                .update();
        erp.sql("delete from erp.doc where id > " + small).update();
        Ended last = send("all");
        assertThat(last.count("updated")).isEqualTo(LARGE / 2);
        assertThat(last.count("removed")).isEqualTo(LARGE / 2);
        assertThat(rehearse("verify").written()).as("all are equal").isZero();
        assertEqual();
    }

    @Test
    void F51_a_table_of_as_many_columns_as_a_query_may_have_is_sent_and_compared() throws Exception {
        int columns = 1_500;
        String names = IntStream.range(0, columns).mapToObj("c%d"::formatted).collect(Collectors.joining(", "));
        String definition =
                IntStream.range(0, columns).mapToObj("c%d text"::formatted).collect(Collectors.joining(", "));
        for (JdbcClient each : List.of(erp, shop)) {
            each.sql("create table public.wide (id int primary key, %s)".formatted(definition))
                    .update();
        }
        String values =
                IntStream.range(0, columns).mapToObj("i + %d"::formatted).collect(Collectors.joining(", "));
        erp.sql("insert into public.wide select i, %s from generate_series(1, 300) i".formatted(values))
                .update();
        OrderRoute.writeOne(
                routes,
                "wide",
                "select id, %s from public.wide order by id".formatted(names),
                "public.wide",
                "key: id",
                "queue: Wide");
        drover.api().awaitTask("LIVE", "wide");

        assertThat(ok(drover.api().sendAndWait("LIVE", "wide", "all")).count("inserted"))
                .isEqualTo(300);
        erp.sql("update public.wide set c%d = 'last' where id %% 100 = 0".formatted(columns - 1))
                .update();
        assertThat(ok(drover.api().sendAndWait("LIVE", "wide", "all")).count("updated"))
                .isEqualTo(3);
        assertThat(ok(drover.api().sendAndWait("LIVE", "wide", "all")).written())
                .isZero();
        String each = "select md5(string_agg(w::text, ',' order by id)) from public.wide w";
        assertThat(shop.sql(each).query(String.class).single())
                .isEqualTo(erp.sql(each).query(String.class).single());
    }

    @Test
    void F51_a_single_row_larger_than_a_fifth_of_the_memory_is_a_clear_error_and_nothing_is_sent() {
        erp.sql("insert into erp.doc values (1, 'small', now()), (2, repeat('0123456789', 6000000), now())")
                .update();

        Ended run = drover.api().sendAndWait("LIVE", "documents", "all");

        assertThat(run.result()).isEqualTo("Failed");
        assertThat(run.message()).contains("a single row must not be larger").contains("-Xmx");
        assertThat(shop.sql("select count(*) from shop.doc").query(Long.class).single())
                .isZero();
    }
}
