package io.drover.send;

import org.apache.camel.Exchange;

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

    /**
     * Name of the property of exchanges whose run takes everything back at its end: no {@code task:} step asks for a run, no
     * {@code command:} step runs a program, no {@code mail:} step asks for a mail, and what a route does on completion, for
     * the outside, is left out.
     */
    public static final String REHEARSAL = "DroverRehearsal";

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

    /** Whether the run of this exchange takes everything back. */
    public static boolean isRehearsal(Exchange exchange) {
        return exchange.getProperty(REHEARSAL, false, boolean.class);
    }
}
