package io.drover.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Renders the templates of {@code src/main/jte}, which the build has turned into classes. Thread-safe. */
final class Pages {

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "io.drover.console.pages");

    /** Answers with a page; the model is the template's one parameter. */
    void show(RoutingContext context, int status, String template, Object model) {
        String html = text(template, model);
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(html);
    }

    /** The text of a page; the model is the template's one parameter. */
    String text(String template, Object model) {
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", model, html);
        return html.toString();
    }

    /** Sends the browser to another page by GET, so that a reload does not repeat what was posted. */
    void go(RoutingContext context, String address) {
        context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, address)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }
}
