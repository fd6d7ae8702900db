package io.drover.console;

import io.drover.config.DroverException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sends the sheet, the scripts and the icon. Only the files named here can be fetched. */
final class AssetHandler implements Handler<RoutingContext> {

    private static final String OWN = "/io/drover/console/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Asset> assets = new HashMap<>();

    private record Asset(String type, Buffer content, String tag) {}

    AssetHandler() {
        load("app.css", "text/css; charset=utf-8", OWN + "app.css");
        load("app.js", SCRIPT, OWN + "app.js");
        load("icon.svg", "image/svg+xml", OWN + "icon.svg");
        load("htmx.min.js", SCRIPT, WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
        load("sse.js", SCRIPT, WEBJARS + "htmx-ext-sse/2.2.2/sse.js");
    }

    private void load(String name, String type, String resource) {
        try (InputStream stream = AssetHandler.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new DroverException("The file %s is missing in this build of Drover".formatted(resource));
            }
            byte[] bytes = stream.readAllBytes();
            String tag = "\"%08x-%d\"".formatted(Arrays.hashCode(bytes), bytes.length);
            assets.put(name, new Asset(type, Buffer.buffer(bytes), tag));
        } catch (IOException e) {
            throw new DroverException("The file %s cannot be read".formatted(resource), e);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        Asset asset = assets.get(context.pathParam("file"));
        if (asset == null) {
            context.next();
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, asset.tag());
        if (asset.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().end(asset.content());
        }
    }
}
