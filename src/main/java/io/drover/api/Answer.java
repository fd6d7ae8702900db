package io.drover.api;

import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with: JSON, a file, or a stream of events.
 *
 * @param json a {@code JsonObject} or {@code JsonArray}; null for all else
 * @param stream is given the response, and ends it whenever it wants
 * @param tag names the version of what is answered; null where none is kept
 */
record Answer(
        int status,
        @Nullable Object json,
        @Nullable File file,
        @Nullable Consumer<HttpServerResponse> stream,
        @Nullable String tag) {

    /** A text that is written while it is made, whatever its length. */
    record File(String type, String name, Content content) {}

    /** Writes the whole text; called in a thread that may block. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    Answer(int status, Object json) {
        this(status, json, null, null, null);
    }

    static Answer ok(Object json) {
        return new Answer(200, json);
    }

    /** Written down and begun; what comes of it is seen later. */
    static Answer accepted(Object json) {
        return new Answer(202, json);
    }

    static Answer file(String type, String name, Content content) {
        return new Answer(200, null, new File(type, name, content), null, null);
    }

    static Answer stream(Consumer<HttpServerResponse> stream) {
        return new Answer(200, null, null, stream, null);
    }

    /** The same with its version, for {@code If-Match} of a later edit. */
    Answer tagged(String version) {
        return new Answer(status, json, file, stream, version);
    }
}
