package io.drover.send;

/**
 * The same route must be executed again at once, from its beginning and with fresh connections: the session has put what
 * it learned into its {@link SendMemory}, so that the next attempt goes another way.
 */
public final class TryAgainException extends SendException {

    private static final long serialVersionUID = 1;

    public TryAgainException(String message) {
        super(message);
    }

    public TryAgainException(String message, Throwable cause) {
        super(message, cause);
    }
}
