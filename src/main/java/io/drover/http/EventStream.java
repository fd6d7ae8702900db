package io.drover.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.stream.Collectors;

/**
 * Server-sent events to one reader. Memory is bounded: what a reader does not take in time is left out, and who sends is told
 * so. Thread-safe.
 */
public final class EventStream {

    public static final String TYPE = "text/event-stream; charset=utf-8";

    /** When a browser that lost the connection tries again. */
    private static final Buffer FIRST = Buffer.buffer("retry: 2000\n\n");

    private final HttpServerResponse response;
    private volatile boolean open = true;

    private EventStream(HttpServerResponse response) {
        this.response = response;
    }

    /** Answers with a stream. Compression would hold events back, and cost memory for each reader. */
    public static EventStream open(HttpServerResponse response) {
        EventStream stream = new EventStream(response);
        response.closeHandler(gone -> stream.open = false)
                .exceptionHandler(broken -> stream.open = false)
                .setChunked(true)
                .putHeader("Content-Type", TYPE)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Encoding", "identity")
                .putHeader("X-Accel-Buffering", "no");
        response.write(FIRST);
        return stream;
    }

    /** An event as it is sent, to any number of readers. */
    public static Buffer event(String name, String data) {
        return Buffer.buffer(
                data.lines().collect(Collectors.joining("\ndata: ", "event: " + name + "\ndata: ", "\n\n")));
    }

    /** False once the reader is gone. */
    public boolean isOpen() {
        return open && !response.closed();
    }

    /** @return false when the reader has not yet taken what was sent before; then it gets nothing of this */
    public boolean send(Buffer event) {
        if (!isOpen() || response.writeQueueFull()) {
            return false;
        }
        response.write(event);
        return true;
    }

    /** Cuts a reader off who has fallen behind: it must not take what it got for all there was. */
    public void cut() {
        open = false;
        response.close();
    }

    /** Sends a last event and ends the stream. */
    public void end(Buffer last) {
        if (isOpen()) {
            open = false;
            response.end(last);
        }
    }
}
