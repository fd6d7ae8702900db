package io.drover.http;

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

/** Files of the program that browsers fetch. Only those named here can be fetched; mounted at a path with {@code :file}. */
public final class Assets implements Handler<RoutingContext> {

    public static final String HTML = "text/html; charset=utf-8";
    public static final String SHEET = "text/css; charset=utf-8";
    public static final String SCRIPT = "text/javascript; charset=utf-8";
    public static final String PICTURE = "image/svg+xml";

    /** Where the libraries for browsers lie, each with its version. */
    public static final String WEBJARS = "/META-INF/resources/webjars/";

    private final Map<String, Asset> assets = new HashMap<>();

    private record Asset(String type, Buffer content, String tag) {}

    /** Adds a file, under a name of its own. */
    public Assets with(String name, String type, String resource) {
        try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new DroverException("The file %s is missing in this build of Drover".formatted(resource));
            }
            byte[] bytes = stream.readAllBytes();
            String tag = "\"%08x-%d\"".formatted(Arrays.hashCode(bytes), bytes.length);
            assets.put(name, new Asset(type, Buffer.buffer(bytes), tag));
            return this;
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
