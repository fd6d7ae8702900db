package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.send.Why;
import io.drover.send.WhyStep;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyVerdictTest {

    private static final Map<String, @Nullable String> ROW = Map.of("code", "A");
    private static final LocalDateTime SINCE = LocalDateTime.parse("2026-11-22T07:05:00");

    @Test
    void a_row_that_neither_side_has_is_not_in_the_source() {
        assertVerdict(
                step(null, null, false, null),
                "UNKNOWN: The shop does not have A in web.product because the query does not return it: it is not in the source, or a condition leaves it out.");
    }

    @Test
    void a_row_on_its_way_is_brought_by_the_next_send_that_finds_it() {
        assertVerdict(
                step(ROW, ROW, false, null),
                "MISSING: The shop does not have A in web.product yet. The next Send Changed adds it.");
        assertVerdict(
                step(ROW, null, false, null),
                "MISSING: The shop does not have A in web.product yet. Send Changed does not find it, because its stamp is before 2026-11-22T07:05; the next Send All adds it.");
        assertVerdict(
                step(ROW, ROW, false, ROW, "price"),
                "DIFFERENT: The shop has A in web.product, but price differs. The next Send Changed brings the change.");
        assertVerdict(
                step(ROW, null, false, ROW, "price", "title"),
                "DIFFERENT: The shop has A in web.product, but price, title differ. Send Changed does not find it, because its stamp is before 2026-11-22T07:05; the next Send All brings the change.");
        assertVerdict(
                step(ROW, ROW, false, ROW, "a", "b", "c", "d", "e"),
                "DIFFERENT: The shop has A in web.product, but 5 columns differ. The next Send Changed brings the change.");
    }

    @Test
    void a_row_that_left_the_set_is_gone_or_still_to_be_removed() {
        assertVerdict(
                step(ROW, ROW, true, null),
                "GONE: The shop does not have A in web.product because the query flags it as gone.");
        assertVerdict(
                step(ROW, ROW, true, ROW),
                "EXTRA: The shop has A in web.product, but the query flags it as gone. The next Send Changed removes it.");
        assertVerdict(
                step(null, null, false, ROW),
                "EXTRA: The shop has A in web.product, but the query no longer returns it. The next Send All removes it; Send Changed cannot see that it left.");
    }

    @Test
    void a_row_that_is_held_or_refused_says_why() {
        assertVerdict(
                new WhyStep("web.product", ROW, ROW, false, null, null, null, List.of(), "asked purchasing.", null),
                "HELD: A in web.product is held: asked purchasing. No run touches it until it is released.");
        assertVerdict(
                new WhyStep(
                        "web.product", ROW, ROW, false, null, null, ROW, List.of("price"), "x", "currency is empty"),
                "REFUSED: The shop refuses A in web.product: currency is empty.");
    }

    @Test
    void an_equal_row_is_equal() {
        assertVerdict(step(ROW, null, false, ROW), "EQUAL: The shop has A in web.product, equal to the source.");
    }

    @Test
    void of_several_tables_the_gravest_is_told() {
        WhyStep equal = step(ROW, ROW, false, ROW);
        WhyStep missing = step(ROW, ROW, false, null);
        assertThat(WhyVerdict.of(new Why("t", "A", List.of(equal, missing, equal)))
                        .state())
                .isEqualTo(WhyVerdict.State.MISSING);
        assertThat(WhyVerdict.of(new Why("t", "A", List.of(equal, equal))).sentence())
                .isEqualTo("The shop has A, equal to the source in all 2 rows of this task that have this key.");
        assertThat(WhyVerdict.of(new Why("t", "A", List.of())).sentence())
                .isEqualTo(
                        "Neither the shop nor what task t reads has a row with the key A: it is not in the source, or a condition leaves it out.");
    }

    private static void assertVerdict(WhyStep step, String expected) {
        WhyVerdict verdict = WhyVerdict.of(new Why("product-master", "A", List.of(step)));
        assertThat(verdict.state() + ": " + verdict.sentence()).isEqualTo(expected);
    }

    private static WhyStep step(
            @Nullable Map<String, @Nullable String> all,
            @Nullable Map<String, @Nullable String> changed,
            boolean gone,
            @Nullable Map<String, @Nullable String> target,
            String... differing) {
        return new WhyStep(
                "web.product", all, changed, gone, Instant.EPOCH, SINCE, target, List.of(differing), null, null);
    }
}
