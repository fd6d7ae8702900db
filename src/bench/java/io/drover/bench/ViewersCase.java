package io.drover.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What many people cost who have Today open, beside a Drover that nobody looks at; both run a task every second. */
final class ViewersCase {

    private static final double MOST_CORES = 0.20;
    private static final Duration WARM = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final long ROWS = 10_000;

    private final Bench bench;

    /** Read from the streams. */
    private final AtomicLong bytes = new AtomicLong();

    private record Use(double cores, long residentMegabytes) {}

    ViewersCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        int viewers = Integer.getInteger("bench.viewers", 200);
        Products table = bench.products(ROWS);
        List<Socket> open = new ArrayList<>();
        try (DroverProcess drover = bench.drover(table)) {
            use(drover, table, WARM);
            Use alone = use(drover, table, MEASURED);
            for (int i = 0; i < viewers; i++) {
                open.add(view(drover.address()));
            }
            use(drover, table, WARM);
            bytes.set(0);
            Use watched = use(drover, table, MEASURED);
            double cost = watched.cores - alone.cores;
            bench.report()
                    .bar(
                            "%d people who have Today open, a run every second".formatted(viewers),
                            "%.2f cores, %d MB resident".formatted(watched.cores, watched.residentMegabytes),
                            "nobody: %.2f cores, %d MB resident".formatted(alone.cores, alone.residentMegabytes),
                            "%.2f cores more".formatted(cost),
                            "at most %.2f cores".formatted(MOST_CORES),
                            cost <= MOST_CORES,
                            "%.1f kB/s to each".formatted(bytes.get() / 1e3 / viewers / MEASURED.toSeconds()));
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static Use use(DroverProcess drover, Products table, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long begin = System.nanoTime();
        Duration before = drover.cpu();
        while (System.nanoTime() < end) {
            drover.sendNothing(table);
            Thread.sleep(1000);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Use(drover.cpu().minus(before).toMillis() / 1e3 / seconds, drover.residentMegabytes());
    }

    /** Reads whatever comes, in a thread of its own, until the socket is closed. */
    private Socket view(URI address) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write("GET /today/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread reading = new Thread(() -> read(socket), "viewer");
        reading.setDaemon(true);
        reading.start();
        return socket;
    }

    private void read(Socket socket) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
            }
        } catch (IOException e) {
            // Closed at the end of the case.
        }
    }
}
