package io.drover.app;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.TaskView;
import io.drover.task.RunAnswer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Fills the shop of a site that has never run anything, so that a newcomer sees data without pressing a button. */
final class FirstSend {

    private static final Duration POLL = Duration.ofMillis(200);

    private final RunHistory runs;
    private final PrintStream out;

    FirstSend(RunHistory runs, PrintStream out) {
        this.runs = runs;
        this.out = out;
    }

    /** Sends every task of the site once and tells how each ended; does nothing for a site that has a history. */
    void fill(Site site) throws InterruptedException {
        site.awaitMove();
        if (!site.isNew() || !site.isRunning()) {
            return;
        }
        List<Long> asked = new ArrayList<>();
        for (TaskView view : site.tasks()) {
            if (view.task().isSendable() && view.task().modes().contains(Mode.ALL)) {
                RunAnswer answer =
                        site.send(view.task().name(), Mode.ALL, "first start").commenced();
                if (answer != null) {
                    asked.add(answer.run());
                }
            }
        }
        out.printf("Filling the shop of %s for the first time:%n", site.name());
        asked.forEach(this::report);
    }

    private void report(long number) {
        Run run = runs.find(number).orElseThrow();
        while (run.status() != RunStatus.ENDED && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
            run = runs.find(number).orElseThrow();
        }
        Result result = run.result();
        out.printf("  %-28s %s. %s%n", run.title(), result == null ? "" : result.word(), run.message());
    }
}
