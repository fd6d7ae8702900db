package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.FaultLab.LabSite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** F31 to F34: Send Changed misses no row, whenever it was committed and however coarse its stamp is (M1). */
@ExtendWith(FaultLab.Shared.class)
class WatermarkTest {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final int WRITERS = 4;
    private static final int ROWS_PER_WRITER = 500;
    private static final Duration LONGEST_TRANSACTION = Duration.ofMillis(60);

    /** The stamps of one row, from fine to coarse; each is the stamp of a task of its own. */
    private static final List<String> STAMPS = List.of("micros", "seconds", "days");

    private static final String SINCE = """
            select id, value from erp.stamped
             where cast(:#since as timestamptz) is null or %1$s >= cast(:#since as timestamptz)
            """;

    private static final String SINCE_DAY = """
            select id, value from erp.stamped where cast(:#since as date) is null or days >= cast(:#since as date)
            """;

    private final FaultLab lab;
    private final LabSite site;

    WatermarkTest(FaultLab lab) {
        this.lab = lab;
        this.site = lab.live();
    }

    @BeforeAll
    static void write_tasks(FaultLab lab) throws IOException {
        LabSite site = lab.live();
        Path own = lab.routes().resolve(site.name());
        site.databases().erp().sql("""
                create table erp.stamped (id int primary key, value int not null, micros timestamptz not null default now(),
                                          seconds timestamptz not null default date_trunc('second', now()),
                                          days date not null default current_date)
                """).update();
        for (String stamp : STAMPS) {
            site.databases().createShown(stamp, "id int primary key, value int");
            String query = stamp.equals("days") ? SINCE_DAY : SINCE.formatted(stamp);
            // Longer than the longest transaction and the coarsest clock tick together.
            String overlap = "overlap: 2s\nqueue: Stamps";
            OrderRoute.writeOne(own, stamp, query, "shop." + stamp, "key: id", overlap);
        }
        for (String overlap : List.of("0s", "10m")) {
            String task = "overlap-" + overlap;
            String table = "shop.\"" + task + "\"";
            site.databases().createShown("\"" + task + "\"", "id int primary key, value int");
            OrderRoute.writeOne(
                    own,
                    task,
                    SINCE.formatted("micros"),
                    table.replace("\"", ""),
                    "key: id",
                    "overlap: " + overlap + "\nqueue: Stamps");
        }
        lab.api().stop(site.name(), "new route files");
        lab.api().awaitState(site.name(), "STOPPED");
        lab.api().start(site.name());
    }

    @BeforeEach
    void empty_both_sides() {
        site.databases().erp().sql("truncate erp.stamped").update();
        site.databases()
                .shop()
                .sql(
                        "truncate shop.audit, shop.audit_run, shop.micros, shop.seconds, shop.days, shop.\"overlap-0s\", shop.\"overlap-10m\"; delete from drover.watermark where task <> 'orders'")
                .update();
    }

    @Test
    void F31_F34_rows_of_open_transactions_are_found_by_stamps_of_any_grain() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> written = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            written.add(writers.submit(() -> write(writer)));
        }
        writers.shutdown();
        while (!writers.isTerminated()) {
            STAMPS.forEach(this::poll);
        }
        for (Future<?> writer : written) {
            writer.get();
        }
        STAMPS.forEach(this::poll);
        for (String stamp : STAMPS) {
            assertThat(missing(stamp)).as("%s, seed %d", stamp, SEED).isEmpty();
        }
        assertThat(shown("micros")).isGreaterThan(WRITERS * ROWS_PER_WRITER / 2);
    }

    /** Inserts and changes rows, one in five in a transaction that stays open for a while after its stamp was taken. */
    private void write(int writer) {
        Random random = new Random(SEED + writer);
        try (Connection connection = site.source().connect("erp");
                PreparedStatement statement = connection.prepareStatement("""
                        insert into erp.stamped (id, value) values (?, ?) on conflict (id) do update
                           set value = excluded.value, micros = now(), seconds = date_trunc('second', now()),
                               days = current_date
                        """)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS_PER_WRITER; i++) {
                statement.setInt(1, writer * ROWS_PER_WRITER + (random.nextInt(4) == 0 ? random.nextInt(i + 1) : i));
                statement.setInt(2, i);
                statement.executeUpdate();
                if (random.nextInt(5) == 0) {
                    OrderTraffic.pause(Duration.ofNanos(random.nextInt((int) LONGEST_TRANSACTION.toNanos())));
                }
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void F31_a_transaction_that_is_open_during_a_send_is_found_by_the_next_without_any_overlap() throws Exception {
        poll("overlap-0s");
        try (Connection late = site.source().connect("erp");
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.executeUpdate("insert into erp.stamped (id, value) values (1, 1)");
            site.databases()
                    .erp()
                    .sql("insert into erp.stamped (id, value) values (2, 2)")
                    .update();
            poll("overlap-0s");
            assertThat(shown("overlap-0s")).as("the one that is committed").isEqualTo(1);
            late.commit();
        }
        poll("overlap-0s");
        assertThat(missing("overlap-0s")).isEmpty();
    }

    @Test
    void F32_what_is_committed_between_the_bound_and_the_rows_is_not_lost() throws Exception {
        poll("overlap-0s");
        long run;
        try (Held held = FailPoint.BEFORE_READ.hold(site.target())) {
            run = lab.api().ask(site.name(), "overlap-0s", "changed");
            held.awaitReached();
            site.databases()
                    .erp()
                    .sql("insert into erp.stamped (id, value) select n, n from generate_series(1, 1000) n")
                    .update();
        }
        assertThat(lab.api().ended(run).result()).isEqualTo("OK");
        poll("overlap-0s");
        assertThat(missing("overlap-0s")).isEmpty();
    }

    @Test
    void F33_rows_of_one_stamp_that_are_committed_in_parts_all_arrive() {
        for (int part = 0; part < 4; part++) {
            site.databases().erp().sql("""
                    insert into erp.stamped (id, value, micros)
                    select n, n, coalesce((select min(micros) from erp.stamped), now())
                      from generate_series(:first, :first + 2499) n
                    """).param("first", part * 2500).update();
            poll("overlap-10m");
            assertThat(shown("overlap-10m")).isEqualTo((part + 1) * 2500);
        }
        assertThat(missing("overlap-10m")).isEmpty();
    }

    private void poll(String task) {
        Ended ended = lab.api().sendAndWait(site.name(), task, "changed");
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
    }

    private int shown(String table) {
        return rows(site.databases().shop(), "shop.\"" + table + "\"").size();
    }

    /** Rows of the source that the shop has not, or has otherwise. */
    private List<String> missing(String table) {
        List<String> missing = new ArrayList<>(rows(site.databases().erp(), "erp.stamped"));
        missing.removeAll(new HashSet<>(rows(site.databases().shop(), "shop.\"" + table + "\"")));
        return missing;
    }

    private static List<String> rows(JdbcClient client, String table) {
        return client.sql("select id || '=' || value from " + table)
                .query(String.class)
                .list();
    }
}
