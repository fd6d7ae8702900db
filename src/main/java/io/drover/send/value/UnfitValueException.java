package io.drover.send.value;

/** A value that a column cannot hold unchanged; the message says why, as a predicate of the value. */
public final class UnfitValueException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnfitValueException(String message) {
        super(message);
    }

    static UnfitValueException notA(String kind, Object value) {
        return new UnfitValueException("'%s' is not %s".formatted(shown(value), kind));
    }

    private static String shown(Object value) {
        String text = value instanceof byte[] ? "binary value" : String.valueOf(value);
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
