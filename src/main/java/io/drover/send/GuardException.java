package io.drover.send;

/** The guard stopped a run before it removed rows. A person may confirm that many removals, once. */
public final class GuardException extends SendException {

    private static final long serialVersionUID = 1;

    private final long removals;

    public GuardException(String message, long removals) {
        super(message);
        this.removals = removals;
    }

    /** How many rows the run would have removed. */
    public long removals() {
        return removals;
    }
}
