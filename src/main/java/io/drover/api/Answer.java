package io.drover.api;

import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with: JSON, or a file.
 *
 * @param json a {@code JsonObject} or {@code JsonArray}; null for a file
 * @param tag names the version of what is answered; null where none is kept
 */
record Answer(
        int status,
        @Nullable Object json,
        @Nullable File file,
        @Nullable String tag) {

    /** A text that is written while it is made, whatever its length. */
    record File(String type, String name, Content content) {}

    /** Writes the whole text; called in a thread that may block. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    Answer(int status, Object json) {
        this(status, json, null, null);
    }

    static Answer ok(Object json) {
        return new Answer(200, json);
    }

    /** Written down and begun; what comes of it is seen later. */
    static Answer accepted(Object json) {
        return new Answer(202, json);
    }

    static Answer file(String type, String name, Content content) {
        return new Answer(200, null, new File(type, name, content), null);
    }

    /** The same with its version, for {@code If-Match} of a later edit. */
    Answer tagged(String version) {
        return new Answer(status, json, file, version);
    }
}
