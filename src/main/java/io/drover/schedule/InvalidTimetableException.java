package io.drover.schedule;

import io.drover.config.DroverException;

/** Words that are no timetable; the message shows the spot and what could stand there. */
public final class InvalidTimetableException extends DroverException {

    private static final long serialVersionUID = 1;

    private final int position;

    InvalidTimetableException(int position, String message) {
        super(message);
        this.position = position;
    }

    /** Where in the words, from 1; one past their end where something is missing. */
    public int position() {
        return position;
    }
}
