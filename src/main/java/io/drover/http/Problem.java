package io.drover.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in the form of RFC 9457, {@code application/problem+json}.
 *
 * @param detail one sentence for a person: what is wrong and what to do
 * @param members further members, e.g. {@code field} or {@code parameter}
 */
public record Problem(int status, String detail, Map<String, Object> members) {

    public static final String CONTENT_TYPE = "application/problem+json";

    public Problem {
        members = Map.copyOf(members);
    }

    public Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, detail, more);
    }

    /** The problem as an exception, for code that has no response at hand. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** Sends it as the whole response; does nothing when a response has begun already. */
    public void send(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", CONTENT_TYPE)
                .end(json(context.request().path()).toBuffer());
    }

    private JsonObject json(String instance) {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance);
        members.forEach(json::put);
        return json;
    }
}
