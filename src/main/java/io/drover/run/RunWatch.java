package io.drover.run;

import java.util.List;
import java.util.Optional;

/** Who has a say in whether a run that was claimed begins, and in what follows it. Called by the queue's thread. */
public interface RunWatch {

    /** Why the run must not begin now, for a person; empty when it may. */
    Optional<String> refusal(Run run);

    /** What follows the run if it ends with this result; it is asked for with the result, in one transaction. */
    List<Follower> followers(Run run, Result result);

    /** The run has ended. */
    void ended(Run run);
}
