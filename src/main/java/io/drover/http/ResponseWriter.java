package io.drover.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes a response of any length in UTF-8, for handlers that may block: it waits for the reader of the response, so
 * that what is written never gathers in memory. A reader that is gone ends the writing.
 */
public final class ResponseWriter extends Writer {

    private static final int PORTION = 32 * 1024;
    private static final long PATIENCE_SECONDS = 120;

    private final HttpServerResponse response;
    private final StringBuilder portion = new StringBuilder();

    public ResponseWriter(HttpServerResponse response) {
        this.response = response.setChunked(true);
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        portion.append(buffer, offset, length);
        // Half of a character pair waits for its other half.
        if (portion.length() >= PORTION && !Character.isHighSurrogate(portion.charAt(portion.length() - 1))) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (portion.length() > 0) {
            Buffer buffer = Buffer.buffer(portion.toString());
            portion.setLength(0);
            try {
                response.write(buffer)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("The reader of the response is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }

    /** Ends the response. Not called, the reader sees that it is incomplete once the connection is closed. */
    @Override
    public void close() throws IOException {
        flush();
        response.end();
    }
}
