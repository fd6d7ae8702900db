package io.drover.send;

/**
 * A row of the source, ready to be compared.
 *
 * @param fields in the order of the send's columns; null = no value
 * @param state what is to be done with it
 */
record SourceRow(byte[][] fields, State state) {

    enum State {
        /** The target is to have it. */
        LIVING,
        /** It left the set: the target is not to have it. */
        GONE,
        /** It cannot be sent, but its key is known: the target's row of that key stays as it is. */
        REFUSED
    }

    boolean isLiving() {
        return state == State.LIVING;
    }

    boolean isGone() {
        return state == State.GONE;
    }
}
