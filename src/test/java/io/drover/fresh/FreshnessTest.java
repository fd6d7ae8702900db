package io.drover.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.fresh.Need.Kind;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How fresh a shop is, over real databases (section 3.2 of the console's definitions). */
@ExtendWith(Installation.Shared.class)
class FreshnessTest {

    private static final Instant FAR = Instant.now().plus(Duration.ofDays(30));

    private final Installation drover;

    @TempDir
    Path folder;

    FreshnessTest(Installation drover) {
        this.drover = drover;
    }

    private PriceShop shop(String parameters) throws Exception {
        return new PriceShop(drover, folder, parameters);
    }

    @Test
    void what_waits_is_counted_and_nothing_is_written() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            shop.awaitPrices(set -> set.countedAt() != null);
            shop.server().close();
            shop.price("B", "USD");
            shop.price("C", "EUR");
            shop.price("D", null);
            Instant before = Instant.now();
            try (PriceShop again = shop.again()) {
                DataSet set = again.awaitPrices(each -> each.waiting() != null && each.waiting() > 0);
                assertThat(set.waiting()).isEqualTo(3);
                assertThat(set.countedAt()).isBetween(before, Instant.now().plusSeconds(5));
                assertThat(again.shop()
                                .sql("select count(*) from price")
                                .query(Long.class)
                                .single())
                        .isEqualTo(2);
                assertThat(again.send(Mode.CHANGED).result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
            }
        }
    }

    @Test
    void what_was_never_sent_is_unknown() throws Exception {
        try (PriceShop shop = shop("")) {
            DataSet set = shop.awaitPrices(each -> each.reason().contains("never"));
            assertThat(set.reason()).isEqualTo("it has never been sent");
            assertThat(set.state()).isEqualTo(FreshState.UNKNOWN);
            assertThat(set.completeUpTo()).isNull();
            assertThat(set.waiting()).isNull();
        }
    }

    @Test
    void what_was_sent_is_complete_up_to_the_time_of_the_source() throws Exception {
        try (PriceShop shop = shop("")) {
            Run run = shop.send(Mode.ALL);
            DataSet set = shop.awaitPrices(each -> each.state() == FreshState.FRESH);
            assertThat(set.completeUpTo())
                    .isEqualTo(shop.shop()
                            .sql("select upto from drover.watermark")
                            .query((result, row) -> result.getTimestamp(1).toInstant())
                            .single());
            assertThat(set.behind()).isLessThan(Duration.ofMinutes(1));
            assertThat(set.target()).isEqualTo(Duration.ofMinutes(30));
            assertThat(set.waiting()).isZero();
            assertThat(set.countedAt()).isAfterOrEqualTo(run.startedAt());
            assertThat(shop.server().today().now().needs()).isEmpty();
        }
    }

    @Test
    void a_refused_row_holds_it_back_until_it_is_held() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            Instant before = shop.awaitPrices(set -> set.completeUpTo() != null).completeUpTo();
            shop.price("C", null);

            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
            shop.ping();
            shop.awaitPrices(set -> needs(shop).contains(Kind.REFUSED));
            assertThat(shop.prices().completeUpTo()).isEqualTo(before);

            shop.hold("C", FAR);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            shop.awaitPrices(
                    set -> set.completeUpTo() != null && set.completeUpTo().isAfter(before));
            assertThat(needs(shop)).isEmpty();
        }
    }

    @Test
    void a_row_that_is_held_no_longer_makes_it_unknown_until_the_next_send() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            shop.price("C", null);
            shop.hold("C", FAR);
            shop.send(Mode.CHANGED);
            shop.awaitPrices(set -> set.state() == FreshState.FRESH);
            shop.site()
                    .heldRows()
                    .release(
                            PriceShop.TASK,
                            shop.site().heldRows().list(PriceShop.TASK).get(0).id(),
                            "test");
            shop.ping();
            DataSet set = shop.awaitPrices(each -> each.state() == FreshState.UNKNOWN);
            assertThat(set.reason()).contains("a row is held no longer");
        }
    }

    @Test
    void what_has_never_been_complete_is_late_not_fresh() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.price("C", null);
            assertThat(shop.send(Mode.ALL).result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
            DataSet set = shop.awaitPrices(each -> each.state() == FreshState.LATE);
            assertThat(set.completeUpTo()).isNull();
            assertThat(set.reason()).contains("never been complete");
        }
    }

    @Test
    void what_refused_rows_gave_up_stays_as_complete_as_it_was() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            Instant before = shop.awaitPrices(set -> set.completeUpTo() != null).completeUpTo();
            shop.price("C", null);
            shop.send(Mode.ALL);
            shop.ping();
            assertThat(shop.shop()
                            .sql("select count(*) from drover.watermark")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(shop.awaitPrices(set -> needs(shop).contains(Kind.REFUSED))
                            .completeUpTo())
                    .isEqualTo(before);
        }
    }

    @Test
    void behind_by_more_than_the_target_is_late() throws Exception {
        try (PriceShop shop = shop("")) {
            Run run = shop.send(Mode.ALL);
            shop.age(run, Duration.ofMinutes(161));
            DataSet set = shop.awaitPrices(each -> each.state() == FreshState.LATE);
            assertThat(set.behind()).isBetween(Duration.ofMinutes(161), Duration.ofMinutes(163));
            assertThat(needs(shop)).contains(Kind.LATE);
        }
    }

    @Test
    void unknownIsNeverFresh() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            shop.awaitPrices(set -> set.state() == FreshState.FRESH);
            for (String database : List.of("price_erp", "price_shop")) {
                shop.close(database, true);
                try {
                    shop.ping();
                    DataSet set = shop.awaitPrices(each -> each.state() == FreshState.UNKNOWN);
                    assertThat(set.reason())
                            .startsWith(
                                    database.equals("price_erp")
                                            ? "#pronto does not answer: "
                                            : "#web does not answer: ");
                    assertThat(needs(shop)).contains(Kind.UNREACHABLE);
                } finally {
                    shop.close(database, false);
                }
                shop.ping();
                shop.awaitPrices(each -> each.state() == FreshState.FRESH);
            }
        }
    }

    @Test
    void a_site_that_is_stopped_is_told_as_stopped() throws Exception {
        try (PriceShop shop = shop("")) {
            shop.send(Mode.ALL);
            shop.awaitPrices(set -> set.state() == FreshState.FRESH);
            shop.site().stop("operator", "Stocktake");
            shop.site().awaitMove();
            DataSet set = shop.awaitPrices(each -> each.state() == FreshState.STOPPED);
            assertThat(set.completeUpTo()).isNotNull();
            assertThat(shop.server().today().now().needs())
                    .singleElement()
                    .satisfies(need -> assertThat(need.why()).startsWith("Stopped by operator: Stocktake"));
        }
    }

    @Test
    void a_count_does_not_keep_a_site_from_being_stopped() throws Exception {
        try (PriceShop shop = countedSlowly()) {
            long begin = System.nanoTime();
            shop.site().stop("operator", "Stocktake");
            shop.site().awaitMove();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Bar.ofSeconds(5));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> sleeping(shop).isEmpty());
        }
    }

    @Test
    void a_count_gives_way_to_a_send_of_its_task() throws Exception {
        try (PriceShop shop = countedSlowly()) {
            List<Integer> counting = sleeping(shop);
            shop.site().send("slow", Mode.CHANGED, "operator");
            Awaitility.await("the send alone").atMost(Duration.ofSeconds(10)).until(() -> {
                List<Integer> asked = sleeping(shop);
                return !asked.isEmpty() && asked.stream().noneMatch(counting::contains);
            });
        }
    }

    /** A shop with a task {@code slow} whose changes are being counted, which takes a minute. */
    private PriceShop countedSlowly() throws Exception {
        PriceShop first = shop("");
        first.erp().sql("create table pause as select 0 as seconds").update();
        first.write("slow", """
                - route:
                    id: slow
                    description: Takes as long as the table says
                    from:
                      uri: task:slow
                      steps:
                        - to:
                            uri: sql:select 'A' as code, 'EUR' as currency from pause where pg_sleep(seconds)::text is not null
                            parameters: {dataSource: "#pronto", outputType: StreamList}
                        - to:
                            uri: send:public.price
                            parameters: {key: code, only: update}
                """);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> first.site().definitions().size() == 3);
        assertThat(first.ended(first.site()
                                .send("slow", Mode.ALL, "test")
                                .commenced()
                                .run())
                        .result())
                .isEqualTo(Result.OK);
        first.server().close();
        first.erp().sql("update pause set seconds = 60").update();
        PriceShop again = first.again();
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> !sleeping(again).isEmpty());
        return again;
    }

    /** The sessions of the source that execute the query of {@code slow}. */
    private static List<Integer> sleeping(PriceShop shop) {
        return shop.erp()
                .sql(
                        "select pid from pg_stat_activity where query like '%from pause%' and state = 'active' and pid <> pg_backend_pid() and datname = 'price_erp'")
                .query(Integer.class)
                .list();
    }

    private static List<Kind> needs(PriceShop shop) {
        return shop.server().today().now().needs().stream().map(Need::kind).toList();
    }
}
