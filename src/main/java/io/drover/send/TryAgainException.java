package io.drover.send;

/** The same route is to be executed again at once, from its beginning: the session knows now what it did not know. */
public final class TryAgainException extends SendException {

    private static final long serialVersionUID = 1;

    public TryAgainException(String message) {
        super(message);
    }

    /** Whether this is the reason of a failure. */
    public static boolean isIn(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TryAgainException) {
                return true;
            }
        }
        return false;
    }
}
