package io.drover.console;

import io.drover.config.DaemonThreads;
import io.drover.config.DroverException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Questions of a page to databases that may be gone: whoever opens the page does not wait longer for them than for a
 * moment, because it is opened just when a shop is in trouble. Thread-safe.
 */
final class BriefQuestions {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What cannot be ended, because its server is silent, keeps its thread for a while. */
    private static final int MOST = 16;

    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            MOST,
            PATIENCE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("brief questions"));

    /**
     * @param who is asked, as the sentence about its silence begins
     * @param question is interrupted once its time is over
     * @throws DroverException when there is no answer in time, and what the question throws
     */
    <T> T ask(String who, Supplier<T> question) {
        Future<T> answer;
        try {
            answer = threads.submit(question::get);
        } catch (RejectedExecutionException e) {
            throw new DroverException(
                    "Too many questions wait for databases that do not answer; reload the page later", e);
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new DroverException(
                    "%s has not answered within %d s; reload the page to ask again"
                            .formatted(who, PATIENCE.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new DroverException("The page is not wanted any more", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
