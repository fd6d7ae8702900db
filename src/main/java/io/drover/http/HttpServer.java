package io.drover.http;

import io.drover.config.DroverException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server. It takes its port first, so that a second Drover on the same port ends before it touches a
 * database; until {@link #serve} it answers everything with 503. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    static final int MOST_BODY_BYTES = 1024 * 1024;
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 60;
    private static final Duration LISTEN_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    /** Nothing is served from files, and a folder for copies of them would outlive a process that is killed. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    private final Router root = Router.router(vertx);
    private final Hooks hooks = new Hooks(vertx);
    private final Health health = new Health();
    private final String host;
    private final int port;
    private volatile boolean serving;

    private HttpServer(String host, int port) {
        this.host = host;
        addGuards();
        io.vertx.core.http.HttpServer server = vertx.createHttpServer(options())
                .requestHandler(root)
                .invalidRequestHandler(HttpServer::refuseUnreadable);
        this.port = listen(server, port);
    }

    /**
     * Listens.
     *
     * @param port 0 = any free port
     * @throws DroverException when the address cannot be listened on, with what to change
     */
    public static HttpServer start(String host, int port) {
        return new HttpServer(host, port);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setCompressionSupported(true)
                .setDecompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
    }

    private void addGuards() {
        root.route()
                .handler(new SecurityHeaders())
                .handler(new FramingGuard())
                .handler(new HostGuard(host))
                .handler(new MethodGuard())
                .handler(new OriginGuard());
        root.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
        health.mount(root);
        root.route().handler(this::awaitServing);
        hooks.mount(root);
        root.route().last().handler(HttpServer::refuseUnknown).failureHandler(new Failures());
        // A path or query that cannot be decoded matches no route, so only this handler sees it.
        root.errorHandler(400, context -> new Problem(400, "The request cannot be read").send(context));
    }

    private void awaitServing(RoutingContext context) {
        if (serving) {
            context.next();
        } else {
            context.response().putHeader("Retry-After", "2");
            new Problem(503, "Drover is starting").send(context);
        }
    }

    private static void refuseUnknown(RoutingContext context) {
        new Problem(404, "There is nothing under this path").send(context);
    }

    /** Requests that no router ever sees: a line or headers that are too long or cannot be parsed. */
    private static void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = 400;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            status = 431;
        }
        SecurityHeaders.put(request.response());
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Length", "0")
                .putHeader("Connection", "close")
                .end()
                .onComplete(sent -> request.connection().close());
    }

    private int listen(io.vertx.core.http.HttpServer server, int wanted) {
        try {
            return await(server.listen(wanted, host), LISTEN_PATIENCE).actualPort();
        } catch (ExecutionException | TimeoutException e) {
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String problem =
                    cause instanceof BindException ? "it is in use or no address of this machine" : cause.toString();
            throw new DroverException(
                    "Port %d on %s cannot be opened: %s. Is another Drover running? Choose another port with drover.port or --port"
                            .formatted(wanted, host, problem),
                    cause);
        }
    }

    /**
     * Begins to serve.
     *
     * @param mount adds its routes to the router it is given; they stand behind all guards
     * @param isReady whether every site that should run does; asked often, must not block
     */
    public void serve(Consumer<Router> mount, BooleanSupplier isReady) {
        Router pages = Router.router(vertx);
        mount.accept(pages);
        root.route().subRouter(pages);
        health.readyWhen(isReady);
        serving = true;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Hooks hooks() {
        return hooks;
    }

    /** The port it listens on, never 0. */
    public int port() {
        return port;
    }

    /** Where a browser on this machine finds it. */
    public String url() {
        return url(isOnAllAddresses() ? "127.0.0.1" : host);
    }

    /** Where other machines find it, as far as this one can tell. */
    public String urlForOthers() {
        try {
            return url(isOnAllAddresses() ? InetAddress.getLocalHost().getHostName() : host);
        } catch (UnknownHostException e) {
            return url();
        }
    }

    private boolean isOnAllAddresses() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private String url(String name) {
        return "http://%s:%d".formatted(name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name, port);
    }

    /** Ends within 2 s; requests that are being answered are cut off. */
    @Override
    public void close() {
        try {
            await(vertx.close(), CLOSE_PATIENCE);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The HTTP server did not close in time", e);
        }
    }

    private static <T> T await(Future<T> future, Duration patience) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("Interrupted", e);
        }
    }
}
