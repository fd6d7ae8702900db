package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a result says, by purpose and counts. */
class RunMessageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SEND    | 9    | 9    | 0 | 0 | 0 | 0 | 0 | Nothing had changed
            SEND    | 3520 | 1    | 3 | 5 | 1 | 2 | 1 | 3 inserted, 5 updated, 1 removed; 2 refused; 1 held
            PREVIEW | 3509 | 3500 | 3 | 5 | 1 | 0 | 0 | Would insert 3, update 5, remove 1; nothing was written
            PREVIEW | 3501 | 3500 | 0 | 1 | 0 | 0 | 0 | Would update 1; nothing was written
            PREVIEW | 3500 | 3500 | 0 | 0 | 0 | 0 | 0 | Would change nothing; nothing was written
            VERIFY  | 3500 | 3500 | 0 | 0 | 0 | 0 | 0 | Equal: all 3,500 rows
            VERIFY  | 3500 | 3492 | 1 | 5 | 2 | 0 | 0 | 5 different, 1 missing, 2 extra of 3,500
            VERIFY  | 3500 | 3499 | 0 | 0 | 0 | 0 | 1 | Equal otherwise of 3,500; 1 held
            UNDO    | 4    | 0    | 0 | 0 | 4 | 0 | 0 | 0 inserted, 0 updated, 4 removed
            """)
    void a_result_says_what_was_done_or_would_be(
            Purpose purpose,
            long read,
            long equal,
            long inserted,
            long updated,
            long removed,
            long refused,
            long held,
            String text) {
        SendCounts counts = new SendCounts(read, equal, inserted, updated, removed, refused, held, 0);
        assertThat(RunMessage.of(purpose, counts)).isEqualTo(text);
    }
}
