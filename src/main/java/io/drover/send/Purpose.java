package io.drover.send;

/** What a run is for. */
public enum Purpose {
    /** Makes the target equal to the source, and commits. */
    SEND,
    /** Does all that a send does and rolls it back, so that it tells exactly what the send would do. */
    PREVIEW,
    /** Compares and writes nothing. */
    VERIFY,
    /** Restores what an earlier run changed. */
    UNDO
}
