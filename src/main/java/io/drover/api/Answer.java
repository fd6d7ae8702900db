package io.drover.api;

import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with: JSON, or a file.
 *
 * @param json a {@code JsonObject} or {@code JsonArray}; null for a file
 */
record Answer(int status, @Nullable Object json, @Nullable File file) {

    /** A text that is written while it is made, whatever its length. */
    record File(String type, String name, Content content) {}

    /** Writes the whole text; called in a thread that may block. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    Answer(int status, Object json) {
        this(status, json, null);
    }

    static Answer ok(Object json) {
        return new Answer(200, json);
    }

    /** Written down and begun; what comes of it is seen later. */
    static Answer accepted(Object json) {
        return new Answer(202, json);
    }

    static Answer file(String type, String name, Content content) {
        return new Answer(200, null, new File(type, name, content));
    }
}
