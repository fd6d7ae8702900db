package io.drover.site;

import io.drover.run.Run;
import io.drover.run.RunQueue;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.task.NotRunningException;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.Task;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * What people ask of the runs of a site besides a send. Each of it is audited in the transaction that asks for the run.
 * None of it is kept for later: on a site that does not run it is refused. What reads the source keeps to the window of the
 * task's schedules, unless it is forced (decision 8). Thread-safe.
 */
public final class SiteRuns {

    private final String site;
    private final BooleanSupplier isRunning;
    private final SiteTasks tasks;
    private final SiteSchedules schedules;
    private final RunQueue queue;
    private final AuditStore audit;

    SiteRuns(
            String site,
            BooleanSupplier isRunning,
            SiteTasks tasks,
            SiteSchedules schedules,
            RunQueue queue,
            AuditStore audit) {
        this.site = site;
        this.isRunning = isRunning;
        this.tasks = tasks;
        this.schedules = schedules;
        this.queue = queue;
        this.audit = audit;
    }

    /**
     * Asks for a run that does what a send would do and takes it back.
     *
     * @throws io.drover.task.UnknownTaskException when there is no such task
     * @throws NotSendableException when it sends nothing, or not in this mode
     * @throws NotRunningException when the site does not run
     * @throws OutsideWindowException when its schedules leave no time for it now, and it is not forced
     */
    public RunAnswer preview(String task, Mode mode, String by, boolean force) {
        return ask(task, mode, Purpose.PREVIEW, by, force);
    }

    /** Asks for a run that compares all rows and writes nothing; fails as {@link #preview} does. */
    public RunAnswer verify(String task, String by, boolean force) {
        return ask(task, Mode.ALL, Purpose.VERIFY, by, force);
    }

    private RunAnswer ask(String task, Mode mode, Purpose purpose, String by, boolean force) {
        Task known = tasks.sendable(task, mode);
        return ask(known, RunRequest.adHoc(known.name(), mode, purpose, by), Act.of(by, purpose.word(), site), force);
    }

    private RunAnswer ask(Task task, RunRequest request, Act act, boolean force) {
        checkRunning();
        Act allowed = schedules.within(task, request.mode(), force, act);
        return queue.ask(request, answer -> audit.write(act(request, allowed, answer)));
    }

    private void checkRunning() {
        if (!isRunning.getAsBoolean()) {
            throw new NotRunningException(site);
        }
    }

    static Act act(RunRequest request, Act act, RunAnswer answer) {
        Act told = act.onTask(request.task())
                .onRun(answer.run())
                .with("mode", request.mode().name());
        Long earlier = request.ofRun();
        Act following = earlier == null ? told : told.with("ofRun", earlier);
        return answer.coalesced() ? following.with("coalesced", true) : following;
    }

    /**
     * Asks for the same again: task, mode and purpose.
     *
     * @throws RunRefusedException when it has not ended, or undid another run
     * @throws OutsideWindowException when its schedules leave no time for it now, and it is not forced
     */
    public RunAnswer again(Run run, String by, boolean force) {
        if (run.status() != RunStatus.ENDED) {
            throw new RunRefusedException(
                    run, "repeated", "it is " + run.status().word().toLowerCase(Locale.ROOT));
        }
        if (run.purpose() == Purpose.UNDO) {
            throw new RunRefusedException(run, "repeated", "it undid run %d".formatted(run.ofRun()));
        }
        Task task = tasks.known(run.task());
        if (task.isSendable() || run.purpose() != Purpose.SEND) {
            tasks.sendable(run.task(), run.mode());
        }
        String what = run.purpose() == Purpose.SEND
                ? run.mode().words()
                : run.purpose().word();
        RunRequest request = RunRequest.again(run.task(), run.mode(), run.purpose(), by, run.run());
        return ask(task, request, Act.of(by, what, site), force);
    }

    /**
     * Asks for a run that may remove as many rows as the guard kept this one from removing. Once.
     *
     * @throws InvalidReasonException when the reason says nothing
     * @throws RunRefusedException when the guard did not stop it, or its confirmation is used up
     * @throws OutsideWindowException when its schedules leave no time for it now, and it is not forced
     */
    public RunAnswer confirm(Run run, String by, String reason, boolean force) {
        String checked = InvalidReasonException.check("A confirmation", reason);
        Long removals = run.guardRemovals();
        if (removals == null || run.purpose() != Purpose.SEND) {
            throw new RunRefusedException(run, "confirmed", "it is no send that the guard stopped");
        }
        Task task = tasks.sendable(run.task(), run.mode());
        RunRequest request = RunRequest.adHoc(run.task(), run.mode(), Purpose.SEND, by)
                .of(run.run())
                .confirming(removals);
        Act act = Act.of(by, "Confirm", site).because(checked).with("removals", removals);
        checkRunning();
        Act allowed = schedules.within(task, run.mode(), force, act);
        return once(run, request, allowed, "confirmed", "run %d has used its confirmation");
    }

    /**
     * Asks for a run that restores what this one changed. Once, unless the undo itself does not end well.
     *
     * @throws InvalidReasonException when the reason says nothing
     * @throws RunRefusedException when it changed nothing, or was undone
     */
    public RunAnswer undo(Run run, String by, String reason) {
        String checked = InvalidReasonException.check("An undo", reason);
        if (run.purpose() != Purpose.SEND) {
            throw new RunRefusedException(run, "undone", "only a send can be");
        }
        if (!run.isOk() || run.counts().written() == 0) {
            throw new RunRefusedException(run, "undone", "it changed nothing");
        }
        RunRequest request =
                RunRequest.adHoc(run.task(), run.mode(), Purpose.UNDO, by).of(run.run());
        Act act = Act.of(by, Purpose.UNDO.word(), site).because(checked);
        return once(run, request, act, "undone", "run %d has undone it, or is about to");
    }

    private RunAnswer once(Run run, RunRequest request, Act act, String what, String used) {
        tasks.known(run.task());
        checkRunning();
        return queue.ask(request, answer -> {
            if (answer.coalesced()) {
                throw new RunRefusedException(run, what, used.formatted(answer.run()));
            }
            audit.write(act(request, act, answer));
        });
    }
}
