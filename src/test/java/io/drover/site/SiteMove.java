package io.drover.site;

import io.drover.send.Mode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** What people, scripts and integrators do to a site and its tasks, legal or not. */
sealed interface SiteMove {

    /** The two tasks that wait in their source, in one queue, and the one that ends by itself, in another. */
    List<String> TASKS = List.of("first", "second", "quick");

    /** @param slowly whether the site stays on its way until {@link Arrive} */
    record Start(boolean slowly) implements SiteMove {}

    /** @param slowly as for {@link Start} */
    record Stop(String reason, boolean slowly) implements SiteMove {}

    /** The site comes to the end of its way. */
    record Arrive() implements SiteMove {}

    /** Twenty people do the same at the same moment. */
    record Crowd(boolean start) implements SiteMove {}

    record Send(String task, Mode mode) implements SiteMove {}

    record Preview(String task) implements SiteMove {}

    /** @param back which run, counted from the newest; 0 = the newest */
    record StopRun(int back) implements SiteMove {}

    /** @param back as for {@link StopRun} */
    record Again(int back) implements SiteMove {}

    /** What waits in the source comes to its end. */
    record Finish() implements SiteMove {}

    /** The file of the task {@code quick} is saved. */
    record Save(Text text, int number) implements SiteMove {}

    enum Text {
        GOOD,
        BROKEN,
        GONE
    }

    /** The schedule of the task {@code quick} is edited. */
    record Reschedule(int day) implements SiteMove {}

    record ResetSchedule() implements SiteMove {}

    /** The program ends as after SIGTERM and is started again. */
    record Restart() implements SiteMove {}

    static Arbitrary<SiteMove> any() {
        Arbitrary<Boolean> slowly = Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true));
        Arbitrary<String> reasons = Arbitraries.frequency(
                Tuple.of(4, "stocktake"), Tuple.of(4, "ERP upgrade"), Tuple.of(1, "no"), Tuple.of(1, "x".repeat(201)));
        Arbitrary<String> tasks = Arbitraries.frequency(
                Tuple.of(4, "first"), Tuple.of(3, "second"), Tuple.of(3, "quick"), Tuple.of(1, "unknown"));
        Arbitrary<Integer> back = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> number = Arbitraries.integers().between(1, 3);
        return Arbitraries.frequencyOf(
                Tuple.of(10, slowly.map(Start::new)),
                Tuple.of(7, reasons.flatMap(reason -> slowly.map(slow -> new Stop(reason, slow)))),
                Tuple.of(4, Arbitraries.create(Arrive::new)),
                Tuple.of(1, Arbitraries.of(true, false).map(Crowd::new)),
                Tuple.of(12, tasks.flatMap(task -> Arbitraries.of(Mode.class).map(mode -> new Send(task, mode)))),
                Tuple.of(2, tasks.map(Preview::new)),
                Tuple.of(5, back.map(StopRun::new)),
                Tuple.of(3, back.map(Again::new)),
                Tuple.of(3, Arbitraries.create(Finish::new)),
                Tuple.of(5, Arbitraries.of(Text.class).flatMap(text -> number.map(each -> new Save(text, each)))),
                Tuple.of(3, number.map(Reschedule::new)),
                Tuple.of(2, Arbitraries.create(ResetSchedule::new)),
                Tuple.of(1, Arbitraries.create(Restart::new)));
    }
}
