package io.drover.site;

import io.drover.send.Mode;
import io.drover.site.SiteModel.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a {@link SiteModel}. The tasks {@code first} and {@code second} share a queue and run until somebody ends
 * them; {@code quick} has a queue of its own and ends by itself.
 */
final class ModelRuns {

    /** A run, from the moment it is asked for. */
    static final class ModelRun {
        final String task;
        final Mode mode;
        final boolean preview;
        String status = "Queued";

        @Nullable
        String result;

        @Nullable
        String message;

        ModelRun(String task, Mode mode, boolean preview) {
            this.task = task;
            this.mode = mode;
            this.preview = preview;
        }

        boolean isEnded() {
            return result != null;
        }

        void end(String how, @Nullable String told) {
            status = "Ended";
            result = how;
            message = told;
        }
    }

    private final List<ModelRun> runs = new ArrayList<>();
    private @Nullable ModelRun asked;

    /** The run that the latest request was answered with. */
    ModelRun asked() {
        return Objects.requireNonNull(asked);
    }

    /** In the order in which they were asked for. */
    List<ModelRun> all() {
        return runs;
    }

    /** The newest run is number 0. */
    Optional<ModelRun> run(int back) {
        return back < runs.size() ? Optional.of(runs.get(runs.size() - 1 - back)) : Optional.empty();
    }

    private Stream<ModelRun> in(String status) {
        return runs.stream().filter(run -> run.status.equals(status));
    }

    /** A request that waits already is not asked for twice. */
    void ask(String task, Mode mode, boolean preview) {
        asked = in("Queued")
                .filter(run -> run.task.equals(task) && run.mode == mode && run.preview == preview)
                .findFirst()
                .orElseGet(() -> added(new ModelRun(task, mode, preview)));
        goOn();
    }

    private ModelRun added(ModelRun run) {
        runs.add(run);
        return run;
    }

    /** One run at a time, in order. */
    private void goOn() {
        in("Queued").filter(run -> run.task.equals("quick")).toList().forEach(run -> run.end("OK", null));
        if (in("Running").findAny().isEmpty()) {
            in("Queued").findFirst().ifPresent(run -> run.status = "Running");
        }
    }

    Answer stop(int back) {
        ModelRun run = run(back).orElse(null);
        if (run == null) {
            return new Answer(404, "no run");
        }
        if (!run.status.equals("Running")) {
            return Answer.conflict(run.isEnded() ? "it has ended" : "it is waiting");
        }
        run.end("Stopped", "Stopped by %s: enough".formatted(SiteModel.BY));
        goOn();
        return Answer.DONE;
    }

    void finish() {
        runs.stream().filter(run -> !run.isEnded()).forEach(run -> run.end("OK", null));
    }

    /** Ends what runs. */
    void halt(String by, String why) {
        in("Running").toList().forEach(run -> run.end("Stopped", "Stopped by %s: %s".formatted(by, why)));
    }

    void endWaiting(String by, String why) {
        in("Queued")
                .toList()
                .forEach(run -> run.end("Stopped", "Stopped by %s before it began: %s".formatted(by, why)));
    }

    /** What the tables of running tasks must show. */
    List<String> unfinished() {
        return Stream.concat(in("Running"), in("Queued"))
                .map(run -> "%s %s %s %s".formatted(run.task, run.mode, run.preview ? "PREVIEW" : "SEND", run.status))
                .toList();
    }

    /** The status of a task; only its sends count. */
    String status(String task) {
        return Stream.concat(in("Running"), in("Queued"))
                .filter(run -> run.task.equals(task) && !run.preview)
                .findFirst()
                .map(run -> run.status)
                .orElse("");
    }

    /** Why a run that has not ended cannot be asked for again. */
    static Answer unfinished(ModelRun run) {
        return Answer.conflict("it is " + run.status.toLowerCase(Locale.ROOT));
    }
}
