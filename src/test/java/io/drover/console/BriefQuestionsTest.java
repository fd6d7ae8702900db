package io.drover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.DroverException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BriefQuestionsTest {

    private final BriefQuestions questions = new BriefQuestions();

    @Test
    void an_answer_is_handed_on() {
        assertThat(questions.ask("The shop", () -> "yes")).isEqualTo("yes");
    }

    @Test
    void what_a_question_throws_is_thrown() {
        DroverException refusal = new DroverException("#web lets nobody in");
        assertThatThrownBy(() -> questions.ask("The shop", () -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }

    @Test
    void a_question_without_an_answer_is_ended() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        assertThatThrownBy(() -> questions.ask("The shop", () -> {
                    try {
                        new CountDownLatch(1).await();
                        return false;
                    } catch (InterruptedException e) {
                        return ended.complete(true);
                    }
                }))
                .isInstanceOf(DroverException.class)
                .hasMessage("The shop has not answered within 2 s; reload the page to ask again");
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
