package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.site.Repeats.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {

    private static final Line LOST = new Line("Prices", "The ERP does not answer");

    private final AtomicLong nanos = new AtomicLong();
    private final Repeats repeats = new Repeats(nanos::get);

    private List<String> say(int times) {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeats.say(LOST).forEach(line -> written.add(line.text()));
        }
        return written;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void F87_a_thousand_equal_lines_a_second_are_one_a_second_with_their_number() {
        assertThat(say(1000)).hasSize(10).containsOnly(LOST.text());
        for (int second = 1; second <= 600; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(say(1000))
                    .containsExactly("The ERP does not answer (%,d times more)".formatted(second == 1 ? 990 : 1000));
        }
    }

    @Test
    void none_is_left_out_without_being_counted() {
        say(15);
        assertThat(repeats.due()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(repeats.due()).extracting(Line::text).containsExactly("The ERP does not answer (5 times more)");
        assertThat(repeats.due()).isEmpty();
        say(3);
        assertThat(repeats.last()).extracting(Line::text).containsExactly("The ERP does not answer (3 times more)");
    }

    @Test
    void what_is_said_now_and_then_or_by_another_is_written_each_time() {
        for (int i = 0; i < 100; i++) {
            assertThat(say(1)).containsExactly(LOST.text());
            assertThat(repeats.say(new Line("Stock" + i, LOST.text()))).hasSize(1);
            pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void what_is_said_again_after_a_silence_is_written_as_at_first() {
        say(1000);
        pass(Duration.ofSeconds(1));
        assertThat(say(0)).isEmpty();
        assertThat(repeats.due()).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(say(1)).containsExactly(LOST.text());
    }

    @Test
    void however_many_different_lines_there_are_all_are_written() {
        assertThat(IntStream.range(0, 5000).mapToObj(n -> repeats.say(new Line("Prices", "row " + n))))
                .allSatisfy(lines -> assertThat(lines).hasSize(1));
    }

    @Test
    void F87_the_event_log_of_a_site_keeps_the_number_also_when_it_is_closed(@TempDir Path folder) throws Exception {
        SiteLog log = new SiteLog("LIVE", folder, Clock.systemUTC(), ZoneOffset.UTC);
        IntStream.range(0, 1000).forEach(n -> log.line("Prices", LOST.text()));
        log.close();
        List<String> lines = Files.readAllLines(folder.resolve("LIVE.log"));
        assertThat(lines.stream().mapToLong(RepeatsTest::counted).sum()).isEqualTo(1000);
        assertThat(lines).hasSizeLessThan(100).allMatch(line -> line.contains(" (1) : " + LOST.text()));
    }

    /** For how many a line stands. */
    private static long counted(String line) {
        return line.endsWith(" times more)")
                ? Long.parseLong(
                        line.replaceAll(".*\\(([\\d,]+) times more\\)", "$1").replace(",", ""))
                : 1;
    }
}
