package io.drover.run;

import java.util.List;
import java.util.Optional;

/**
 * Writes down how runs end, and with that, in one transaction, what follows them: a crash leaves both or neither, and no
 * follower begins before the run that it follows has ended. Thread-safe.
 */
final class RunEnding {

    private final RunStore store;
    private final RequestStore requests;

    RunEnding(RunTables tables) {
        this.store = tables.runs();
        this.requests = tables.requests();
    }

    /** Does nothing for a run that has a result already. */
    void write(RunEnd end, List<Follower> followers) {
        if (followers.isEmpty()) {
            store.end(end);
            return;
        }
        store.inTransaction(() -> {
            if (store.end(end)) {
                followers.forEach(follower -> ask(end.run().site(), follower));
            }
        });
    }

    private void ask(String site, Follower follower) {
        if (follower.refusal() == null) {
            requests.ask(site, follower.task(), follower.request());
        } else {
            requests.note(site, follower.task(), follower.request(), Result.SKIPPED, "Skipped: " + follower.refusal());
        }
    }

    /** The next run of the queue that {@link #writeAndClaim} claimed before its answer was lost. */
    Optional<Run> claimedUnheard(RunEnd end, String node) {
        return store.claimedUnheard(end.run().site(), end.run().queue(), node);
    }

    /** The same for a run that nothing follows; takes the next run of its queue at once. */
    Optional<Run> writeAndClaim(RunEnd end, String node) {
        return store.endAndClaim(end, node);
    }
}
