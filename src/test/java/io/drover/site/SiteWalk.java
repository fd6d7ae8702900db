package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.JsonApi.Answered;
import io.drover.send.Mode;
import io.drover.site.ModelRuns.ModelRun;
import io.drover.site.SiteModel.Answer;
import io.drover.site.SiteModel.Picture;
import io.drover.site.SiteMove.Text;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A site and its model, moved side by side; each answer and each picture of the one must be that of the other. */
final class SiteWalk implements AutoCloseable {

    private static final int CROWD = 20;
    private static final long NO_RUN = 987_654_321;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SITE = "/sites/" + ModelledSite.NAME;

    private final ModelledSite real;
    private final long schedule;
    private final ExecutorService people = Executors.newFixedThreadPool(CROWD);
    private final Map<ModelRun, Long> numbers = new HashMap<>();
    private SiteModel model = new SiteModel("");

    SiteWalk(ModelledSite real) throws IOException, InterruptedException {
        this.real = real;
        this.schedule = real.api().list("/scheduled-tasks").get(0).getLong("id");
    }

    /** Goes from a stopped site that nobody has touched yet through all moves. */
    void walk(List<SiteMove> moves) throws Exception {
        begin();
        for (SiteMove move : moves) {
            make(move);
            assertSeen(move.toString());
        }
        real.way.open();
        arrive();
        assertSeen("all moves");
        assertRecords();
    }

    private void begin() throws Exception {
        real.way.open();
        real.awaitMove();
        if (real.site().isRunning()) {
            real.site().stop("test", "another sequence");
        }
        real.save(Text.GOOD, 1);
        real.awaitMove();
        real.forgetClicks();
        real.source.open();
        real.source.shut();
        real.api().change("DELETE", "/scheduled-tasks/" + schedule, new JsonObject());
        model = new SiteModel(real.site().view().reason());
        numbers.clear();
    }

    private void make(SiteMove move) throws Exception {
        if (move instanceof SiteMove.Start start) {
            go(start.slowly(), () -> assertAnswer(move, start(), model.start()));
        } else if (move instanceof SiteMove.Stop stop) {
            go(stop.slowly(), () -> assertAnswer(move, stop(stop.reason()), model.stop(stop.reason())));
        } else if (move instanceof SiteMove.Arrive) {
            real.way.open();
            arrive();
        } else if (move instanceof SiteMove.Crowd crowd) {
            go(false, () -> press(crowd));
        } else if (move instanceof SiteMove.Send send) {
            String what = send.mode() == Mode.ALL ? "send-all" : "send-changed";
            asked(move, task(send.task(), what), model.send(send.task(), send.mode()));
        } else if (move instanceof SiteMove.Preview preview) {
            asked(move, task(preview.task(), "preview?mode=CHANGED"), model.preview(preview.task()));
        } else if (move instanceof SiteMove.Again again) {
            asked(move, post("/runs/%d/again".formatted(number(again.back()))), model.again(again.back()));
        } else {
            makeOther(move);
        }
    }

    private void makeOther(SiteMove move) throws Exception {
        if (move instanceof SiteMove.StopRun stop) {
            Answered answer = real.api()
                    .post(
                            "/running-tasks/%d/stop".formatted(number(stop.back())),
                            new JsonObject().put("reason", "enough"));
            assertAnswer(move, answer, model.runs.stop(stop.back()));
        } else if (move instanceof SiteMove.Finish) {
            model.finish();
            real.source.open();
            assertSeen("with its source open");
            real.source.shut();
        } else if (move instanceof SiteMove.Save save) {
            model.save(save.text(), save.number());
            real.save(save.text(), save.number());
            if (!model.isMoving()) {
                real.awaitMove();
            }
        } else if (move instanceof SiteMove.Reschedule edit) {
            JsonObject body = new JsonObject()
                    .put("schedule", "once at 2099-02-0%d 04:00".formatted(edit.day()))
                    .put("reason", "test");
            assertAnswer(
                    move, real.api().change("PUT", "/scheduled-tasks/" + schedule, body), model.reschedule(edit.day()));
        } else if (move instanceof SiteMove.ResetSchedule) {
            assertAnswer(
                    move,
                    real.api().change("DELETE", "/scheduled-tasks/" + schedule, new JsonObject()),
                    model.resetSchedule());
        } else {
            real.way.open();
            real.awaitMove();
            real.restart();
            real.awaitMove();
            model.restart();
        }
    }

    /** A move of the site, which is at its end when this returns, or stays on its way. */
    private void go(boolean slowly, Callable<?> move) throws Exception {
        if (slowly && !model.isMoving()) {
            real.way.shut();
        }
        boolean wasMoving = model.isMoving();
        move.call();
        if (!slowly && !wasMoving) {
            arrive();
        } else if (slowly && !model.isMoving()) {
            real.way.open();
        }
    }

    private void arrive() throws InterruptedException {
        real.awaitMove();
        model.arrive();
    }

    private Answered start() throws IOException, InterruptedException {
        return post(SITE + "/start");
    }

    private Answered stop(String reason) throws IOException, InterruptedException {
        return real.api().post(SITE + "/stop", new JsonObject().put("reason", reason));
    }

    private Answered post(String path) throws IOException, InterruptedException {
        return real.api().post(path, new JsonObject());
    }

    private Answered task(String task, String what) throws IOException, InterruptedException {
        return post("%s/tasks/%s/%s".formatted(SITE, task, what));
    }

    private long number(int back) {
        return model.runs.run(back).map(numbers::get).orElse(987_654_321L);
    }

    private Void press(SiteMove.Crowd crowd) throws Exception {
        List<Answer> allowed = model.crowd(crowd.start());
        List<Future<Answered>> answers = people.invokeAll(IntStream.range(0, CROWD)
                .mapToObj(person -> (Callable<Answered>) () -> crowd.start() ? start() : stop("crowd"))
                .toList());
        for (Future<Answered> each : answers) {
            Answered answer = each.get();
            assertThat(allowed)
                    .as("%s is answered %s", crowd, answer)
                    .anySatisfy(one -> assertAnswer(crowd, answer, one));
        }
        return null;
    }

    private static Void assertAnswer(SiteMove move, Answered answer, Answer wanted) {
        assertThat(answer.status()).as("%s: %s", move, answer.body()).isEqualTo(wanted.status());
        assertThat(answer.body().encode()).as(move.toString()).contains(wanted.says());
        return null;
    }

    private void asked(SiteMove move, Answered answer, Answer wanted) {
        assertAnswer(move, answer, wanted);
        Long run = answer.body().getLong("run");
        if (answer.status() == 202 && run != null) {
            boolean isNew = !numbers.containsKey(model.runs.asked());
            assertThat(answer.body().getBoolean("coalesced"))
                    .as(move.toString())
                    .isEqualTo(!isNew);
            if (isNew) {
                assertThat(numbers.values()).as(move.toString()).doesNotContain(run);
                numbers.put(model.runs.asked(), run);
            }
            assertThat(numbers.get(model.runs.asked())).as(move.toString()).isEqualTo(run);
        }
        assertThat(numbers.size())
                .as("runs after %s, answered %s", move, answer)
                .isEqualTo(model.runs.all().size());
    }

    /** What runs by itself is given the time to come to where the model is at once. */
    private void assertSeen(String after) {
        Picture wanted = model.picture();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(
                        () -> assertThat(real.picture()).as("after " + after).isEqualTo(wanted));
    }

    /** Audit, log, history, shop and servers must tell what the model tells. */
    private void assertRecords() throws Exception {
        assertThat(real.audited(model.audited.size())).as("audit").isEqualTo(model.audited);
        assertThat(real.arrivals(model.arrivals.size())).as("log").isEqualTo(model.arrivals);
        for (ModelRun run : model.runs.all()) {
            long number = numbers.get(run);
            JsonObject seen = real.api().find("/runs/" + number);
            assertThat(seen.getString("result")).as(seen.encode()).isEqualTo(run.result);
            if (run.message != null) {
                assertThat(seen.getString("message")).isEqualTo(run.message);
            }
            assertThat(real.isCommitted(number))
                    .as("in the shop: " + seen.encode())
                    .isEqualTo("OK".equals(run.result) && !run.preview);
        }
        if (model.runs.unfinished().isEmpty()) {
            // How fresh a task is may just be asked.
            Awaitility.await("no session at work")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> real.working() == 0);
        }
    }

    @Override
    public void close() {
        people.shutdown();
    }
}
