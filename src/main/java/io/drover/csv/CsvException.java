package io.drover.csv;

import io.drover.config.DroverException;

/** A file cannot be taken, or is damaged as a whole; the message names folder, file and line. Nothing is moved. */
public final class CsvException extends DroverException {

    private static final long serialVersionUID = 1;

    public CsvException(String message) {
        super(message);
    }

    public CsvException(String message, Throwable cause) {
        super(message, cause);
    }
}
