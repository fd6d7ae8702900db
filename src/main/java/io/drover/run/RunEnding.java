package io.drover.run;

import io.drover.task.TaskCatalogue;
import java.util.List;
import java.util.Optional;

/**
 * Writes down how runs end, and with that, in one transaction, what follows them, mails too: a crash leaves both or neither,
 * and no follower begins before the run that it follows has ended. Thread-safe.
 */
final class RunEnding {

    private final RunStore store;
    private final RequestStore requests;
    private final EndLetters letters;
    private final RowLetterStore rowLetters;
    private final TaskCatalogue catalogue;

    RunEnding(RunTables tables, TaskCatalogue catalogue) {
        this.store = tables.runs();
        this.requests = tables.requests();
        this.letters = tables.letters();
        this.rowLetters = tables.rowLetters();
        this.catalogue = catalogue;
    }

    /** Whether nothing but the result is to be written down. */
    boolean isAll(RunEnd end, List<Follower> followers) {
        return followers.isEmpty()
                && end.mails() == LetterFate.NONE
                && EndLetters.of(end, catalogue).isEmpty();
    }

    /** Does nothing for a run that has a result already, but to the mails that it asked for since. */
    void write(RunEnd end, List<Follower> followers) {
        if (isAll(end, followers)) {
            store.end(end);
            return;
        }
        store.inTransaction(() -> {
            rowLetters.settle(end.run().run(), end.mails());
            if (store.end(end)) {
                followers.forEach(follower -> ask(end.run().site(), follower));
                EndLetters.of(end, catalogue).ifPresent(mail -> letters.ask(end, mail));
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

    /** The same for a run whose result {@linkplain #isAll is all}; takes the next run of its queue at once. */
    Optional<Run> writeAndClaim(RunEnd end, String node) {
        return store.endAndClaim(end, node);
    }
}
