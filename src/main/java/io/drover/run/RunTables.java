package io.drover.run;

import io.drover.db.ControlDatabase;

/**
 * What Drover's own database holds of runs, by who changes it.
 *
 * @param requests makes rows of requests
 * @param runs takes them through their queues
 * @param history only reads them
 * @param logs what runs say
 * @param letters asks for mails about their ends
 * @param rowLetters holds the mails that their steps ask for
 * @param progress how far those of other nodes are
 */
public record RunTables(
        RequestStore requests,
        RunStore runs,
        RunHistory history,
        RunLogStore logs,
        EndLetters letters,
        RowLetterStore rowLetters,
        ProgressStore progress) {

    /** @param clicksFirst whether what a person asks for goes before what waits for other reasons */
    public static RunTables of(ControlDatabase control, boolean clicksFirst) {
        return new RunTables(
                new RequestStore(control, clicksFirst),
                new RunStore(control),
                new RunHistory(control),
                new RunLogStore(control),
                new EndLetters(control),
                new RowLetterStore(control),
                new ProgressStore(control));
    }
}
