package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Retries.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often one run is executed again. */
class RetriesTest {

    @Test
    void pauses_grow_and_end() {
        assertThat(seconds(Cause.HEALS)).containsExactly(1L, 2L, 4L, 8L, 16L);
        assertThat(seconds(Cause.HEALS_SLOWLY)).containsExactly(10L, 30L, 60L);
    }

    @Test
    void both_kinds_together_are_never_more_than_the_longer_row() {
        Retries retries = new Retries();
        for (int i = 0; i < 4; i++) {
            assertThat(retries.next(Cause.HEALS)).isPresent();
        }
        assertThat(retries.next(Cause.HEALS_SLOWLY)).isEmpty();
        assertThat(retries.next(Cause.HEALS)).contains(Duration.ofSeconds(16));
        assertThat(retries.next(Cause.HEALS)).isEmpty();
    }

    @Test
    void what_learned_something_goes_again_at_once_ten_times_and_is_no_retry() {
        Retries retries = new Retries();
        for (int i = 0; i < 10; i++) {
            assertThat(retries.next(Cause.LEARNED)).contains(Duration.ZERO);
        }
        assertThat(retries.next(Cause.LEARNED)).isEmpty();
        assertThat(retries.told("Done")).isEqualTo("Done");
        retries.next(Cause.HEALS);
        assertThat(retries.told("Done")).isEqualTo("Done; after 1 retry");
    }

    private static List<Long> seconds(Cause cause) {
        Retries retries = new Retries();
        return Stream.generate(() -> retries.next(cause))
                .takeWhile(Optional::isPresent)
                .map(pause -> pause.get().toSeconds())
                .toList();
    }
}
