package io.drover.api;

import io.drover.http.EventStream;
import io.drover.http.ResponseWriter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers as responses. */
final class AnswerSending {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerSending.class);

    private AnswerSending() {}

    static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        String tag = answer.tag();
        if (tag != null) {
            response.putHeader("ETag", tag);
        }
        Answer.File file = answer.file();
        Consumer<HttpServerResponse> stream = answer.stream();
        if (stream != null) {
            stream(context, stream);
        } else if (file != null) {
            response.putHeader("Content-Type", file.type())
                    .putHeader("Content-Disposition", "attachment; filename=\"%s\"".formatted(file.name()));
            send(context, file.content());
        } else {
            response.putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(Json.encodeToBuffer(answer.json()));
        }
    }

    private static void stream(RoutingContext context, Consumer<HttpServerResponse> stream) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().putHeader("Content-Type", EventStream.TYPE).end();
        } else {
            stream.accept(context.response());
        }
    }

    /** What fails in the middle breaks the connection: a file that is cut off must not look whole. */
    private static void send(RoutingContext context, Answer.Content content) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().end();
            return;
        }
        ResponseWriter writer = new ResponseWriter(context.response());
        try {
            content.write(writer);
            writer.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} broke off: {}", context.request().path(), e.getMessage());
            context.request().connection().close();
        }
    }
}
