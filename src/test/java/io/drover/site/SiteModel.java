package io.drover.site;

import io.drover.send.Mode;
import io.drover.site.ModelRuns.ModelRun;
import io.drover.site.SiteMove.Text;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a site is after any moves, as DESIGN.md and DOMAIN.md section 2 say it, in a few lines without threads, databases
 * or Camel. It begins stopped.
 */
final class SiteModel {

    /**
     * What an HTTP request must be answered.
     *
     * @param says what the explanation of a refusal must contain
     */
    record Answer(int status, String says) {

        static final Answer DONE = new Answer(202, "");
        static final Answer NOT_THERE = new Answer(404, "");

        static Answer conflict(String says) {
            return new Answer(409, says);
        }
    }

    /** What everybody sees of a site: its state, its tasks with their status, and what waits and runs. */
    record Picture(String state, @Nullable String reason, Map<String, String> tasks, List<String> unfinished) {}

    static final String BY = "operator";

    final ModelRuns runs = new ModelRuns();
    /** Start Site and Stop Site as the audit must tell them, oldest first. */
    final List<String> audited = new ArrayList<>();
    /** Ends of starts and stops as the log must tell them, oldest first. */
    final List<String> arrivals = new ArrayList<>();

    private final Map<String, Mode> pending = new TreeMap<>();
    private SiteState state = SiteState.STOPPED;
    private @Nullable String reason;
    private Text text = Text.GOOD;
    private int savedNumber = 1;
    private @Nullable Integer loadedNumber = 1;
    private @Nullable Integer day;

    SiteModel(String reason) {
        this.reason = reason;
    }

    boolean isMoving() {
        return state == SiteState.STARTING || state == SiteState.STOPPING;
    }

    boolean isQuickThere() {
        return loadedNumber != null;
    }

    Answer start() {
        return switch (state) {
            case STOPPED -> {
                state = SiteState.STARTING;
                reason = null;
                audited.add("Start Site null");
                yield Answer.DONE;
            }
            case STARTING -> Answer.DONE;
            case RUNNING -> Answer.conflict("it is running already");
            case STOPPING -> Answer.conflict("it is still being stopped");
        };
    }

    Answer stop(String why) {
        if (why.length() < 3 || why.length() > 200) {
            return new Answer(400, "reason");
        }
        return switch (state) {
            case RUNNING -> {
                state = SiteState.STOPPING;
                reason = why;
                audited.add("Stop Site " + why);
                runs.halt(BY, why);
                yield Answer.DONE;
            }
            case STOPPING -> Answer.DONE;
            case STOPPED -> Answer.conflict("it is stopped already");
            case STARTING -> Answer.conflict("it is still being started");
        };
    }

    void arrive() {
        if (state == SiteState.STARTING) {
            state = SiteState.RUNNING;
            pending.clear();
            arrivals.add("started");
        } else if (state == SiteState.STOPPING) {
            state = SiteState.STOPPED;
            runs.endWaiting(BY, Objects.requireNonNull(reason));
            arrivals.add("stopped");
        }
        read();
    }

    /** What the same request of twenty people at once may be answered. */
    List<Answer> crowd(boolean start) {
        Answer first = start ? start() : stop("crowd");
        return first.equals(Answer.DONE) && isMoving()
                ? List.of(first, Answer.conflict(start ? "it is running already" : "it is stopped already"))
                : List.of(first);
    }

    Answer send(String task, Mode mode) {
        if (isUnknown(task)) {
            return Answer.NOT_THERE;
        }
        if (state != SiteState.RUNNING) {
            pending.put(task, mode);
            return Answer.DONE;
        }
        runs.ask(task, mode, false);
        return Answer.DONE;
    }

    Answer preview(String task) {
        if (isUnknown(task)) {
            return Answer.NOT_THERE;
        }
        if (state != SiteState.RUNNING) {
            return Answer.conflict("not running");
        }
        runs.ask(task, Mode.CHANGED, true);
        return Answer.DONE;
    }

    private boolean isUnknown(String task) {
        return !SiteMove.TASKS.contains(task) || task.equals("quick") && !isQuickThere();
    }

    Answer again(int back) {
        ModelRun run = runs.run(back).orElse(null);
        if (run == null || run.isEnded() && isUnknown(run.task)) {
            return Answer.NOT_THERE;
        }
        if (!run.isEnded()) {
            return ModelRuns.unfinished(run);
        }
        if (state != SiteState.RUNNING) {
            return Answer.conflict("not running");
        }
        runs.ask(run.task, run.mode, run.preview);
        return Answer.DONE;
    }

    void finish() {
        if (state == SiteState.RUNNING) {
            runs.finish();
        }
    }

    void save(Text what, int number) {
        text = what;
        savedNumber = number;
        if (!isMoving()) {
            read();
        }
    }

    /** A broken file leaves what was read before. */
    private void read() {
        loadedNumber = switch (text) {
            case GOOD -> Integer.valueOf(savedNumber);
            case BROKEN -> loadedNumber;
            case GONE -> null;
        };
    }

    Answer reschedule(int wanted) {
        if (!isQuickThere()) {
            return Answer.NOT_THERE;
        }
        day = wanted;
        return new Answer(200, "");
    }

    Answer resetSchedule() {
        if (!isQuickThere()) {
            return Answer.NOT_THERE;
        }
        if (day == null) {
            return Answer.conflict("");
        }
        day = null;
        return new Answer(200, "");
    }

    /** A program that ended comes back as it was, and knows of a broken file nothing but that it is broken. */
    void restart() {
        arrive();
        runs.halt("Drover", "Drover was shut down");
        runs.endWaiting("Drover", "Drover was shut down");
        loadedNumber = null;
        read();
        if (state == SiteState.RUNNING) {
            arrivals.add("started");
        }
    }

    Picture picture() {
        Map<String, String> tasks = new TreeMap<>();
        for (String task : SiteMove.TASKS) {
            if (!isUnknown(task)) {
                tasks.put(task, "%s, %s, %s".formatted(title(task), status(task), nextRun(task)));
            }
        }
        return new Picture(state.name(), reason, tasks, runs.unfinished());
    }

    private String title(String task) {
        return task.equals("quick") ? "Quick " + loadedNumber : task;
    }

    private String status(String task) {
        if (pending.containsKey(task)) {
            return "Pending Changed (%s)".formatted(pending.get(task));
        }
        return runs.status(task);
    }

    private @Nullable String nextRun(String task) {
        if (!task.equals("quick")) {
            return null;
        }
        LocalDateTime due = day == null
                ? LocalDateTime.of(2099, 1, Objects.requireNonNull(loadedNumber), 3, 0)
                : LocalDateTime.of(2099, 2, day, 4, 0);
        var instant = due.atZone(ZoneId.systemDefault()).toInstant();
        return state == SiteState.RUNNING
                ? instant.toString()
                : "%s, would be %s".formatted(state.name().toLowerCase(Locale.ROOT), instant.atOffset(ZoneOffset.UTC));
    }
}
