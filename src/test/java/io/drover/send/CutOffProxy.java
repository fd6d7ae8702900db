package io.drover.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a port of this machine, and ends them in good order after so many bytes of the server. */
final class CutOffProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 512;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final int port;

    CutOffProxy(int port) throws IOException {
        this.port = port;
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cutAfter(long bytes) {
        left.set(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                threads.execute(() -> pass(client, server, new AtomicLong(Long.MAX_VALUE)));
                threads.execute(() -> pass(server, client, left));
            }
        } catch (IOException e) {
            // The door was closed: the proxy has ended.
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong left) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int bytes = in.read(buffer); bytes >= 0 && left.get() > 0; bytes = in.read(buffer)) {
                out.write(buffer, 0, bytes);
                left.addAndGet(-bytes);
            }
        } catch (IOException e) {
            // One side has ended, and with it the connection.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
