package io.drover.run;

import java.util.Optional;

/** Who has a say in whether a run that was claimed begins, and hears when it has ended. Called by the queue's thread. */
public interface RunWatch {

    /** Why the run must not begin now, for a person; empty when it may. */
    Optional<String> refusal(Run run);

    void ended(Run run);
}
