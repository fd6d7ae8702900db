package io.drover.send;

/** The same route is to be executed again at once, from its beginning: the session knows now what it did not know. */
public final class TryAgainException extends SendException {

    private static final long serialVersionUID = 1;

    public TryAgainException(String message) {
        super(message);
    }
}
