package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.task.RunRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From due times to runs, with a clock that can be set (F72, F74, F75, F79, IF2, IF9, IF10, PF5, IB8). */
@ExtendWith(Installation.Shared.class)
class BellsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.3Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Installation drover;

    BellsTest(Installation drover) {
        this.drover = drover;
    }

    private static List<Run> await(BellLab lab, int schedule, int atLeast) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lab.history(schedule), rows -> rows.size() >= atLeast);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600, -86_400, 86_400})
    void F75_a_step_of_the_clock_neither_silences_nor_doubles_an_interval(long seconds) throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "quick")) {
            int id = lab.schedule("quick", "every 2 seconds").id();
            lab.hang();
            await(lab, id, 2);
            int before = started(lab, id).size();
            Instant stepped = Clock.systemUTC().instant();
            lab.clock.step(Duration.ofSeconds(seconds));
            List<Run> runs = Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> started(lab, id), rows -> rows.size() >= before + 2);

            assertThat(Duration.between(stepped, runs.get(before).requestedAt()))
                    .as("2 intervals, and a second to see the step")
                    .isLessThan(Bar.ofSeconds(5));
            assertThat(mostMissed(lab, id))
                    .as("what the step left out is told, and nothing that came before")
                    .isBetween(seconds > 0 ? seconds / 2 - 10 : 0, seconds > 0 ? seconds / 2 + 10 : 10);
            assertThat(new HashSet<>(runs.stream().map(Run::dueAt).toList())).hasSameSizeAs(runs);
            for (int i = 1; i < runs.size(); i++) {
                Instant earlier = Objects.requireNonNull(runs.get(i - 1).dueAt());
                assertThat(Duration.between(earlier, runs.get(i).dueAt()).abs())
                        .as("never two due times in one interval")
                        .isGreaterThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void no_due_time_is_lost_or_doubled_however_often_the_words_change() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "quick")) {
            String words = "every 1 second skip while running";
            int id = lab.schedule("quick", words, NOON).id();
            lab.hangAt(NOON);
            for (int changes = 0; lab.clock.instant().isBefore(NOON.plusSeconds(6)); changes++) {
                lab.edit(id, changes % 2 == 0 ? words + " in Europe/Madrid" : words);
            }
            lab.bells.takeDown();
            List<Run> rows = lab.history(id);
            Instant last = rows.stream()
                    .map(run -> Objects.requireNonNull(run.dueAt()))
                    .max(Instant::compareTo)
                    .orElseThrow();
            assertThat(last).isAfter(NOON.plusSeconds(4));
            assertThat(started(lab, id).size() + missedInAll(rows))
                    .as("each second once")
                    .isEqualTo(Duration.between(NOON, last).toSeconds() + 1);
        }
    }

    private static long missedInAll(List<Run> history) {
        return history.stream()
                .filter(run -> run.result() == Result.MISSED)
                .map(Run::message)
                .filter(Objects::nonNull)
                .mapToLong(message -> Long.parseLong(message.split(" ", 2)[0]))
                .sum();
    }

    private static long mostMissed(BellLab lab, int schedule) {
        return lab.history(schedule).stream()
                .filter(run -> run.result() == Result.MISSED)
                .map(Run::message)
                .filter(Objects::nonNull)
                .mapToLong(message -> Long.parseLong(message.split(" ", 2)[0]))
                .max()
                .orElse(0);
    }

    private static List<Run> started(BellLab lab, int schedule) {
        return lab.history(schedule).stream()
                .filter(run -> run.result() != Result.MISSED)
                .toList();
    }

    @Test
    void F75_a_daily_time_that_comes_again_after_the_clock_was_set_back_is_not_run_twice() throws Exception {
        Instant justBefore = Instant.parse("2026-11-22T11:59:59.5Z");
        try (BellLab lab = new BellLab(drover, justBefore, "quick", "marker")) {
            int daily = lab.schedule("quick", "every day at 12:00", justBefore).id();
            int marker = lab.schedule("marker", "every 1 second", justBefore).id();
            lab.hangAt(justBefore);
            await(lab, daily, 1);
            lab.clock.set(Instant.parse("2026-11-22T11:00:00Z"));
            int steps = lab.history(marker).size();
            await(lab, marker, steps + 1);
            lab.clock.set(justBefore);
            Awaitility.await().atMost(PATIENCE).until(() -> lab.clock.instant().isAfter(NOON.plusSeconds(3)));
            assertThat(lab.history(daily)).hasSize(1);
            lab.clock.set(justBefore.plus(Duration.ofDays(1)));
            assertThat(await(lab, daily, 2)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " catch up"})
    void F74_what_came_due_while_stopped_is_one_missed_row_with_its_count(String policy) throws Exception {
        // A task for each: of two requests for one task that wait in line, the later one becomes the earlier (IB8).
        try (BellLab lab = new BellLab(drover, NOON, "quick", "quick too")) {
            Schedule hour = lab.schedule("quick", "every 15 minutes" + policy, NOON.minus(Duration.ofHours(1)));
            Schedule day = lab.schedule(
                    "quick too", "every 15 minutes from 2026-11-20" + policy, NOON.minus(Duration.ofDays(1)));
            Schedule none = lab.schedule("quick", "every SUN at 13:00" + policy, NOON.minus(Duration.ofDays(1)));
            lab.hang();
            int rows = policy.isEmpty() ? 1 : 2;
            assertThat(missed(await(lab, hour.id(), rows)))
                    .startsWith("4 due times missed, 2026-11-22 11:15:00 to 2026-11-22 12:00:00");
            assertThat(missed(await(lab, day.id(), rows))).startsWith("96 due times missed");
            assertThat(lab.history(none.id())).isEmpty();
            assertThat(lab.history(hour.id()).stream()
                            .filter(run -> run.result() != Result.MISSED)
                            .count())
                    .isEqualTo(policy.isEmpty() ? 0 : 1);

            lab.bells.takeDown();
            lab.hang();
            lab.clock.step(Duration.ofSeconds(1));
            lab.bells.takeDown();
            assertThat(lab.history(day.id())).as("nothing is missed twice").hasSize(rows);
        }
    }

    private static String missed(List<Run> history) {
        return history.stream()
                .filter(run -> run.result() == Result.MISSED)
                .map(Run::message)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void F74_what_is_caught_up_waits_for_the_window() throws Exception {
        Instant justBefore = Instant.parse("2026-11-22T05:59:59Z");
        try (BellLab lab = new BellLab(drover, justBefore, "quick")) {
            Schedule schedule = lab.schedule(
                    "quick", "every 1 hour between 06:00 and 20:00 catch up", Instant.parse("2026-11-21T12:00:00Z"));
            lab.hangAt(justBefore);
            List<Run> rows = await(lab, schedule.id(), 2);
            assertThat(missed(rows)).startsWith("9 due times missed").contains("made up for");
            assertThat(rows)
                    .noneMatch(run -> run.result() != Result.MISSED
                            && Objects.requireNonNull(run.dueAt()).isBefore(Instant.parse("2026-11-22T06:00:00Z")));
        }
    }

    @Test
    void F72_a_due_time_is_skipped_while_its_run_goes_on_or_waits_in_the_queue() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "held-skip", "queue-held")) {
            int skipping = lab.schedule("held-skip", "every 1 second skip while running", NOON)
                    .id();
            lab.hangAt(NOON);
            List<Run> rows =
                    Awaitility.await().atMost(PATIENCE).until(() -> started(lab, skipping), each -> each.size() >= 4);
            assertThat(rows.get(0).status()).isEqualTo(RunStatus.RUNNING);
            assertThat(rows.subList(1, 4)).allSatisfy(row -> {
                assertThat(row.result()).isEqualTo(Result.SKIPPED);
                assertThat(row.message()).contains("the run before has not ended");
                assertThat(row.dueAt()).isNotNull();
            });
            lab.gate.release();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> started(lab, skipping).stream()
                                    .filter(row -> row.result() != Result.SKIPPED)
                                    .count()
                            >= 2);
            assertThat(lab.mostAtOnce).hasValue(1);
        }
    }

    @Test
    void F72_IB8_a_due_time_waits_in_line_and_at_most_one_of_a_task_waits() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "held-wait")) {
            Schedule waiting = lab.schedule("held-wait", "every 1 second", NOON);
            lab.hangAt(NOON);
            Instant third = waiting.next(lab.clock.instant().plusSeconds(3), ZoneOffset.UTC)
                    .orElseThrow();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !lab.rungUntil(waiting.id()).toInstant().isBefore(third));
            List<Run> rows = started(lab, waiting.id());
            assertThat(rows).extracting(Run::status).containsExactly(RunStatus.RUNNING, RunStatus.QUEUED);
            lab.gate.release(2);
            await(lab, waiting.id(), 3);
            Run first = lab.runs.find(rows.get(0).run()).orElseThrow();
            Run second = lab.runs.find(rows.get(1).run()).orElseThrow();
            assertThat(second.startedAt()).isAfterOrEqualTo(first.endedAt());
            assertThat(lab.mostAtOnce).hasValue(1);
        }
    }

    @Test
    void IF2_IF15_a_disabled_schedule_stays_and_leaves_one_line_that_says_so() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "quick", "marker")) {
            Schedule schedule = lab.schedule("quick", "every 1 second");
            int marker = lab.schedule("marker", "every 1 second").id();
            lab.disable(schedule);
            lab.hang();
            await(lab, marker, 3);
            List<Run> rows = lab.history(schedule.id());
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).result()).isEqualTo(Result.SKIPPED);
            assertThat(rows.get(0).message()).contains("disabled");
            assertThat(rows.get(0).startedAt()).isNull();
            lab.bells.takeDown();
            lab.hang();
            await(lab, marker, lab.history(marker).size() + 2);
            assertThat(lab.history(schedule.id()))
                    .as("not again at the next start")
                    .hasSize(1);
        }
    }

    @Test
    void IF9_instances_of_a_continuous_schedule_run_side_by_side_and_again_after_their_end() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "held-on")) {
            Schedule schedule = lab.schedule("held-on", "continuously 1 second after the end with 2 instances");
            lab.hang();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> lab.history(schedule.id()).stream()
                                    .filter(run -> run.status() == RunStatus.RUNNING)
                                    .count()
                            == 2);
            assertThat(lab.history(schedule.id()))
                    .extracting(Run::queue)
                    .containsExactlyInAnyOrder("held-on", "held-on 2");
            lab.bells.change(lab.schedules());
            lab.gate.release();
            List<Run> rows = await(lab, schedule.id(), 3);
            assertThat(rows).hasSize(3);
            Run again = rows.get(2);
            Run ended = rows.stream()
                    .filter(run -> run.endedAt() != null)
                    .findFirst()
                    .orElseThrow();
            assertThat(again.queue()).isEqualTo(ended.queue());
            assertThat(Duration.between(ended.endedAt(), again.requestedAt()))
                    .isBetween(Duration.ofMillis(900), PATIENCE);
            assertThat(lab.mostAtOnce).hasValue(2);
        }
    }

    @Test
    void IF10_a_continuous_schedule_rests_in_a_blackout_and_goes_on_after_it() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "quick", "marker")) {
            Schedule schedule = lab.schedule("quick", "continuously 1 second after the end except 11:00 to 12:30");
            int marker = lab.schedule("marker", "every 1 second").id();
            lab.hang();
            await(lab, marker, 2);
            assertThat(lab.history(schedule.id())).isEmpty();
            lab.clock.set(Instant.parse("2026-11-22T12:29:59Z"));
            List<Run> rows = await(lab, schedule.id(), 2);
            assertThat(rows)
                    .allSatisfy(run -> assertThat(run.dueAt()).isAfterOrEqualTo(Instant.parse("2026-11-22T12:30:00Z")));
        }
    }

    @Test
    void IF10_a_continuous_schedule_begins_at_its_start() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "quick", "marker")) {
            Schedule schedule = lab.schedule("quick", "continuously 1 second after the end from 2026-11-22 12:30");
            int marker = lab.schedule("marker", "every 1 second").id();
            assertThat(schedule.next(NOON, ZoneOffset.UTC)).contains(Instant.parse("2026-11-22T12:30:00Z"));
            lab.hang();
            await(lab, marker, 2);
            assertThat(lab.history(schedule.id())).isEmpty();
            lab.clock.set(Instant.parse("2026-11-22T12:29:59Z"));
            assertThat(await(lab, schedule.id(), 2))
                    .allSatisfy(run -> assertThat(run.dueAt()).isAfterOrEqualTo(Instant.parse("2026-11-22T12:30:00Z")));
        }
    }

    @Test
    void IA12_a_chain_follows_from_its_start_on() throws Exception {
        try (BellLab lab = new BellLab(drover, NOON, "marker", "quick", "queue-later")) {
            int marker = lab.schedule("marker", "every 1 second").id();
            int now = lab.schedule("quick", "after marker").id();
            int later = lab.schedule("queue-later", "after marker from 2026-11-22 12:30")
                    .id();
            lab.hang();
            await(lab, now, 2);
            assertThat(lab.history(later)).isEmpty();
            lab.clock.set(Instant.parse("2026-11-22T12:30:00Z"));
            await(lab, later, 1);
            assertThat(lab.history(marker)).isNotEmpty();
        }
    }

    @Test
    void PF5_a_run_whose_turn_comes_after_the_window_is_not_begun_and_says_why() throws Exception {
        Instant justBefore = Instant.parse("2026-11-22T21:59:59.5Z");
        try (BellLab lab = new BellLab(drover, justBefore, "held-before", "quick")) {
            int due = lab.schedule("quick", "every 30 minutes between 06:00 and 22:00", justBefore)
                    .id();
            RunRequest before = RunRequest.adHoc("held-before", Mode.CHANGED, Purpose.SEND, "test");
            lab.queue.ask(before);
            lab.hangAt(justBefore);
            Awaitility.await().atMost(PATIENCE).until(() -> !lab.history(due).isEmpty());
            lab.clock.set(Instant.parse("2026-11-22T22:01:00Z"));
            lab.gate.release();
            Run skipped = Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> lab.history(due).get(0), run -> run.status() == RunStatus.ENDED);
            assertThat(skipped.result()).isEqualTo(Result.SKIPPED);
            assertThat(skipped.message()).isEqualTo("Its turn came outside its window: between 06:00 and 22:00");
        }
    }

    @Test
    void F70_two_nodes_that_ring_for_the_same_due_times_ask_once_for_each() throws Exception {
        try (BellLab one = new BellLab(drover, NOON, "quick");
                BellLab other = new BellLab(drover, NOON, "quick")) {
            other.clock.set(one.clock.instant());
            int id = one.schedule("quick", "every 1 second").id();
            one.hang();
            other.hang();
            await(one, id, 5);
            one.halt();
            other.halt();
            List<Run> runs = started(one, id);
            assertThat(new HashSet<>(runs.stream().map(Run::dueAt).toList())).hasSameSizeAs(runs);
            assertThat(runs).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void F79_many_tasks_due_at_one_instant_all_run_with_no_more_threads_than_queues_while_the_console_answers()
            throws Exception {
        Instant justBefore = Instant.parse("2026-11-22T11:59:59Z");
        int many = Integer.getInteger("drover.bells", 100);
        JsonApi console = new JsonApi(drover.server().address());
        try (BellLab lab = new BellLab(
                drover,
                justBefore,
                IntStream.range(0, many).mapToObj(n -> "quick" + n).toArray(String[]::new))) {
            IntStream.range(0, many).forEach(n -> lab.add("quick" + n, "every day at 12:00", justBefore));
            long threads = runners(lab);
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<List<Duration>> asking = CompletableFuture.supplyAsync(() -> answers(console, over));
            lab.hangAt(justBefore);
            Awaitility.await().atMost(PATIENCE.plusMillis(500L * many)).until(() -> lab.endedOk() == many);
            over.set(true);
            List<Duration> answers = asking.join();
            assertThat(runners(lab)).isLessThan(threads + 10);
            Duration p99 = answers.get(answers.size() * 99 / 100);
            System.out.printf("%d tasks due at once: %d answers, p99 %d ms%n", many, answers.size(), p99.toMillis());
            assertThat(p99).isLessThan(Bar.ofSeconds(1));
        }
    }

    /** Threads, without those that ask and answer. */
    private static long runners(BellLab lab) {
        return lab.threads().stream()
                .filter(name ->
                        Stream.of("vert.x", "HttpClient", "ForkJoinPool").noneMatch(name::startsWith))
                .count();
    }

    /** How long answers take, until it is over, sorted. */
    private static List<Duration> answers(JsonApi console, AtomicBoolean over) {
        List<Duration> times = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            try {
                console.array("/running-tasks");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        } while (!over.get());
        return times.stream().sorted().toList();
    }
}
