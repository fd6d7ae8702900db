package io.drover.send;

/** The guard kept a run from removing rows. An operator who knows that the source is right may confirm it once. */
public final class GuardException extends SendException {

    private static final long serialVersionUID = 1;

    private final long removals;

    GuardException(String message, long removals) {
        super(message);
        this.removals = removals;
    }

    /** How many rows would have been removed, in all tables that the guard protected. */
    public long removals() {
        return removals;
    }
}
