package io.drover.run;

import io.drover.send.Purpose;
import io.drover.task.StepWish;
import io.drover.task.TaskCatalogue;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code task:} steps of a route ask for when a run ends that nobody saw going through it. Thread-safe.
 *
 * @param catalogue knows the route as it is now
 */
record RouteFollowers(TaskCatalogue catalogue) {

    /** Where nobody knows whether the run came to a step, what that asks for is refused and says so. */
    List<Follower> of(Run run, Result result) {
        return run.purpose() == Purpose.SEND
                ? catalogue.wishes(run.task()).stream()
                        .flatMap(wish -> follower(wish, run, result).stream())
                        .toList()
                : List.of();
    }

    private Optional<Follower> follower(StepWish wish, Run run, Result result) {
        boolean isKnown = result.isOk() && wish.isAlwaysReached();
        return catalogue
                .find(wish.request().task())
                .map(task -> Follower.of(run, result, task, wish.request(), wish.whateverResult()))
                .map(follower -> isKnown
                        ? follower
                        : follower.refused("whether run %d of %s came to the step that asks for it is not known"
                                .formatted(run.run(), run.task())));
    }
}
