package io.drover.schedule;

import io.drover.config.DroverException;

/** Words that are no timetable; the message shows the spot and what could stand there. */
public final class InvalidTimetableException extends DroverException {

    private static final long serialVersionUID = 1;

    private final int position;
    private final String what;

    InvalidTimetableException(int position, String message) {
        this(position, message, message);
    }

    /** @param what is wrong, without the words around the spot */
    InvalidTimetableException(int position, String what, String message) {
        super(message);
        this.position = position;
        this.what = what;
    }

    /** What is wrong at the spot and nothing else, for a form that has the spot before its reader's eyes. */
    public String what() {
        return what;
    }

    /** Where in the words, from 1; one past their end where something is missing. */
    public int position() {
        return position;
    }
}
