package io.drover.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a port of this machine and counts the bytes of each direction. */
final class CountingProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 65_536;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong fromServer = new AtomicLong();
    private final int port;

    CountingProxy(int port) throws IOException {
        this.port = port;
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void reset() {
        toServer.set(0);
        fromServer.set(0);
    }

    /** What was counted since the last reset. */
    @Override
    public String toString() {
        return "%,.1f MB from it, %,.1f MB to it".formatted(fromServer.get() / 1e6, toServer.get() / 1e6);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                threads.execute(() -> pass(client, server, toServer));
                threads.execute(() -> pass(server, client, fromServer));
            }
        } catch (IOException e) {
            // The door was closed: the proxy has ended.
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
                count.addAndGet(bytes);
                out.write(buffer, 0, bytes);
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
