package io.drover.api;

/**
 * What a request is answered with.
 *
 * @param json a {@code JsonObject} or {@code JsonArray}
 */
record Answer(int status, Object json) {

    static Answer ok(Object json) {
        return new Answer(200, json);
    }

    /** Written down and begun; what comes of it is seen later. */
    static Answer accepted(Object json) {
        return new Answer(202, json);
    }
}
