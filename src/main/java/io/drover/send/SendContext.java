package io.drover.send;

import java.util.List;

/**
 * What all sends of a run share.
 *
 * @param clock the source's time in the snapshot of the rows
 * @param rows list of the rows that the run changes
 * @param limit how much of the target the run may touch
 * @param notes what people should read in the run's log, one line each
 */
record SendContext(
        SendRun run, SendMemory memory, SourceTime clock, RowKeeper rows, WriteLimit limit, List<String> notes) {

    void note(String line) {
        notes.add(line);
    }
}
