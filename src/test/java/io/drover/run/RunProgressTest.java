package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How far a run is, by a clock that the test moves. */
class RunProgressTest {

    private final AtomicLong nanos = new AtomicLong(1);

    @Test
    void the_speed_is_that_of_the_last_seconds_and_tells_the_time_left() {
        RunProgress progress = new RunProgress(10_000L, nanos::get);
        assertThat(progress.moment()).isEqualTo(new RunProgress.Moment(0, 10_000L, 0, null, ""));
        progress.step("applying web.product");
        for (int second = 1; second <= 10; second++) {
            pass(1);
            progress.rows(second * 100L);
        }
        assertThat(progress.moment())
                .isEqualTo(new RunProgress.Moment(1000, 10_000L, 100, 90L, "applying web.product"));
        pass(1);
        progress.rows(5100);
        assertThat(progress.moment().rowsPerSecond()).as("faster now").isEqualTo(900);
    }

    @Test
    void who_stands_still_has_no_speed_and_no_end() {
        RunProgress progress = new RunProgress(10_000L, nanos::get);
        pass(1);
        progress.rows(1000);
        pass(60);
        assertThat(progress.moment().rowsPerSecond()).isZero();
        assertThat(progress.moment().secondsLeft()).isNull();
    }

    @Test
    void without_an_earlier_run_or_beyond_it_nothing_is_promised() {
        RunProgress first = new RunProgress(null, nanos::get);
        RunProgress more = new RunProgress(500L, nanos::get);
        pass(1);
        first.rows(1000);
        more.rows(1000);
        assertThat(first.moment()).isEqualTo(new RunProgress.Moment(1000, null, 1000, null, ""));
        assertThat(more.moment().secondsLeft()).isNull();
        more.begin();
        assertThat(more.moment().rowsDone()).as("executed again").isZero();
    }

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
