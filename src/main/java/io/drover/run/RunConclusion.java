package io.drover.run;

import io.drover.config.PlainLine;
import io.drover.db.SqlProblem;
import io.drover.run.RunAttempt.Ending;
import io.drover.run.RunningRun.Wish;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Brings what became of a run to paper: result, log, what follows, event log. Thread-safe. */
final class RunConclusion {

    private static final Logger LOG = LoggerFactory.getLogger(RunConclusion.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RunEnding endings;
    private final RunLogs logs;
    private final TaskCatalogue catalogue;
    private final String node;
    private final EventLog events;

    /**
     * What a run ended with.
     *
     * @param asked queues in which something may wait now
     * @param next of the same queue, claimed herewith; empty where none waits, or where the queue is among those asked
     */
    record Done(Set<String> asked, Optional<Run> next) {}

    /** @param isSure whether {@code next} says all there is to say of what waits in the queue */
    private record Written(Optional<Run> next, boolean isSure) {}

    RunConclusion(RunTables tables, RunLogs logs, TaskCatalogue catalogue, String node, EventLog events) {
        this.endings = new RunEnding(tables, catalogue);
        this.logs = logs;
        this.catalogue = catalogue;
        this.node = node;
        this.events = events;
    }

    /**
     * Returns when the result is written down.
     *
     * @param current knows what its steps want to follow it; null where its route was not entered
     * @param followers what else follows it, by its result
     * @param goesOn whether the next run of its queue is to be claimed
     */
    Done conclude(
            Run run,
            Ending ending,
            RunLog log,
            @Nullable RunningRun current,
            Function<Result, List<Follower>> followers,
            BooleanSupplier goesOn) {
        Result result = ending.result();
        String message = PlainLine.of(ending.message());
        log.end("%s: %s".formatted(result.word(), message));
        LetterFate mails = current == null ? LetterFate.NONE : current.lettersAfter(result);
        RunEnd end = new RunEnd(run, result, message, ending.counts(), ending.guardRemovals(), log.takeLast(), mails);
        List<Follower> all = new ArrayList<>(followers.apply(result));
        if (current != null && run.purpose().writes()) {
            current.followers().forEach(wish -> follower(wish, run, result).ifPresent(all::add));
        }
        Written written = writeDown(end, all, goesOn);
        logs.ended(log, end.lines(), result == Result.OK && ending.counts().written() == 0);
        tell(end, all);
        Stream<String> own = written.isSure() ? Stream.empty() : Stream.of(run.queue());
        Stream<String> others = all.stream()
                .filter(follower -> follower.refusal() == null)
                .map(follower -> follower.request().queue(follower.task()));
        return new Done(Stream.concat(own, others).collect(Collectors.toSet()), written.next());
    }

    /** Empty where the task that is asked for is not there. */
    private Optional<Follower> follower(Wish wish, Run run, Result result) {
        return catalogue
                .find(wish.request().task())
                .map(task -> Follower.of(run, result, task, wish.request(), wish.whateverResult()));
    }

    /** Tries until the control database has taken the result: without it the queue would stay blocked. */
    private Written writeDown(RunEnd end, List<Follower> followers, BooleanSupplier goesOn) {
        boolean claims = endings.isAll(end, followers) && goesOn.getAsBoolean();
        boolean isInDoubt = false;
        while (true) {
            try {
                if (claims) {
                    return new Written(endings.writeAndClaim(end, node), true);
                }
                endings.write(end, followers);
                return new Written(isInDoubt ? endings.claimedUnheard(end, node) : Optional.empty(), false);
            } catch (DataAccessException | TransactionException e) {
                Run run = end.run();
                LOG.error(
                        "site={} task={} run={}: its result {} cannot be written down yet: {}",
                        run.site(),
                        run.task(),
                        run.run(),
                        end.result().word(),
                        SqlProblem.tell(e));
                // It may have been written down all the same, with a claim that nobody heard of.
                isInDoubt |= claims;
                claims = false;
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void tell(RunEnd end, List<Follower> followers) {
        Run run = end.run();
        boolean isSendable = catalogue.find(run.task()).map(Task::isSendable).orElse(true);
        String what = isSendable ? run.title() + ", " + run.what() : run.title();
        events.line(run.queue(), "%s: %s. %s".formatted(what, end.result().word(), end.message()));
        followers.forEach(follower -> events.line(run.queue(), follower.told(run)));
    }
}
