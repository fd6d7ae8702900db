package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ReadAheadTest {

    @Test
    void rows_come_in_their_order_and_all_of_them() {
        List<Integer> rows = IntStream.range(0, 12_345).boxed().toList();
        List<Integer> read = new ArrayList<>();
        try (ReadAhead<Integer> ahead = new ReadAhead<>(rows.iterator(), 2000)) {
            ahead.forEachRemaining(read::add);
        }
        assertThat(read).isEqualTo(rows);
    }

    private static List<Runnable> failures() {
        return List.of(
                () -> {
                    throw new IllegalStateException("the source broke");
                },
                () -> {
                    throw new OutOfMemoryError("the source broke");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_comes_after_the_rows_before_it(Runnable failure) {
        Iterator<Integer> rows = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == 450) {
                    failure.run();
                }
                return next++;
            }
        };
        List<Integer> read = new ArrayList<>();
        try (ReadAhead<Integer> ahead = new ReadAhead<>(rows, 2000)) {
            assertThatThrownBy(() -> ahead.forEachRemaining(read::add)).hasMessage("the source broke");
        }
        assertThat(read).hasSize(450);
    }

    @Test
    void closing_waits_until_the_source_is_left_alone() {
        CountDownLatch asked = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        Iterator<Integer> endless = new Iterator<>() {
            @Override
            public boolean hasNext() {
                asked.countDown();
                return true;
            }

            @Override
            public Integer next() {
                taken.add(1);
                return 1;
            }
        };
        ReadAhead<Integer> ahead = new ReadAhead<>(endless, 2000);
        assertThat(ahead.next()).isEqualTo(1);
        ahead.close();
        int size = taken.size();
        assertThat(asked.getCount()).isZero();
        assertThat(taken).as("nobody reads any more").hasSize(size);
    }
}
