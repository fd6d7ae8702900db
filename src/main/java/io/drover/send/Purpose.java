package io.drover.send;

/** What a run is for. */
public enum Purpose {
    /** Makes the target equal. */
    SEND("Send"),
    /** Does what a send would do, keeps the list of its rows, and takes everything back. */
    PREVIEW("Preview"),
    /** Compares all rows of source and target and writes nothing. */
    VERIFY("Verify"),
    /** Restores what an earlier run changed. */
    UNDO("Undo");

    private final String word;

    Purpose(String word) {
        this.word = word;
    }

    /** The name operators know it by. */
    public String word() {
        return word;
    }

    /** False where the target is as before when the run has ended, whatever came of it. */
    public boolean writes() {
        return this == SEND || this == UNDO;
    }
}
