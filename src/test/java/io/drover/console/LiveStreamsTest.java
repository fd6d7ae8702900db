package io.drover.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.http.EventStream;
import io.drover.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many who look at one page, over real connections. */
@ExtendWith(Installation.Shared.class)
class LiveStreamsTest {

    private static final int VIEWERS = 200;
    private static final int RECEIVED = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than the buffers of a connection hold. */
    private static final String LONG = "x".repeat(4 << 20);

    private final HttpServer http = HttpServer.start("127.0.0.1", 0);
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile List<LiveRegion> regions = List.of(new LogBox(List.of("first")));
    private volatile boolean isLast;
    private LiveStreams streams;

    @BeforeEach
    void serve(Installation drover) {
        streams = new LiveStreams(drover.server().sites(), new Pages());
        http.serve(
                router -> router.get("/stream")
                        .handler(context -> streams.open("/stream", this::look, EventStream.open(context.response()))),
                () -> true);
    }

    private LivePage look() {
        List<LiveRegion> seen = regions;
        looks.incrementAndGet();
        return new LivePage(seen, null, isLast);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        streams.close();
        http.close();
    }

    private BufferedReader view() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVED);
        socket.connect(new InetSocketAddress("127.0.0.1", http.port()));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        sockets.add(socket);
        socket.getOutputStream()
                .write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Reads on until a line has this text. */
    private static String until(BufferedReader viewer, String text) {
        try {
            for (String line = viewer.readLine(); line != null; line = viewer.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("The stream ended before " + text);
    }

    @Test
    void two_hundred_viewers_cost_as_many_looks_as_one() throws Exception {
        List<BufferedReader> viewers = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(view());
        }
        viewers.forEach(viewer -> until(viewer, "first"));
        int before = looks.get();
        regions = List.of(new LogBox(List.of("second")));
        viewers.forEach(viewer -> until(viewer, "second"));
        int used = looks.get() - before;
        assertThat(used).as("looks until all %d had seen a change", VIEWERS).isBetween(1, 10);
    }

    @Test
    void what_has_not_changed_is_not_sent_again() throws Exception {
        regions = List.of(new LogBox(List.of("first")), new ClockBox(new Moment("2026-11-25T23:59Z", "before")));
        BufferedReader viewer = view();
        until(viewer, "first");
        regions = List.of(new LogBox(List.of("first")), new ClockBox(new Moment("2026-11-26T00:00Z", "midnight")));
        until(viewer, "event: message");
        StringBuilder next = new StringBuilder();
        for (String line = viewer.readLine(); !line.contains("midnight"); line = viewer.readLine()) {
            next.append(line);
        }
        assertThat(next).doesNotContain("first");
    }

    @Test
    void a_viewer_that_does_not_read_costs_no_memory_and_gets_the_whole_page_when_it_does() throws Exception {
        BufferedReader viewer = view();
        until(viewer, "first");
        // Each of these is more than a connection takes: without a limit they would pile up.
        for (int i = 0; i < 3; i++) {
            regions = List.of(new LogBox(List.of(LONG + i)));
            int before = looks.get();
            Awaitility.await().atMost(PATIENCE).until(() -> looks.get() > before + 1);
        }
        regions = List.of(new LogBox(List.of("at last")));
        int before = looks.get();
        Awaitility.await().atMost(PATIENCE).until(() -> looks.get() > before + 1);
        int piled = 0;
        String line = viewer.readLine();
        for (; !line.contains("at last"); line = viewer.readLine()) {
            piled += line.contains("xxx") ? 1 : 0;
        }
        assertThat(piled).as("what was under way when it stopped to read").isLessThanOrEqualTo(2);
    }

    @Test
    void nothing_is_looked_at_once_nobody_has_the_page_open() throws Exception {
        BufferedReader viewer = view();
        until(viewer, "first");
        sockets.get(0).close();
        Awaitility.await().atMost(PATIENCE).during(Duration.ofSeconds(3)).until(new Object() {
            private int last = -1;

            boolean isStill() {
                int now = looks.get();
                boolean isStill = now == last;
                last = now;
                return isStill;
            }
        }::isStill);
    }

    @Test
    void a_page_of_which_nothing_changes_any_more_ends_its_stream() throws Exception {
        BufferedReader viewer = view();
        until(viewer, "first");
        isLast = true;
        regions = List.of(new LogBox(List.of("the end")));
        until(viewer, "the end");
        until(viewer, "event: end");
    }

    @Test
    void a_page_that_is_opened_while_the_server_ends_is_told_at_once_and_not_cut_off() throws Exception {
        streams.close();
        BufferedReader viewer = view();
        assertThat(viewer.lines().anyMatch("0"::equals))
                .as("the chunk that ends an answer has come")
                .isTrue();
    }
}
