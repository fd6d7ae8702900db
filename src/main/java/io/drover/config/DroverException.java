package io.drover.config;

/** The root of everything Drover throws; its message says what failed, on what, and what to do. */
public class DroverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DroverException(String message) {
        super(message);
    }

    public DroverException(String message, Throwable cause) {
        super(message, cause);
    }
}
