package io.drover.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes connections on to a port of this machine, until a test has it do what networks do. Each fault holds for all
 * connections, until the test takes it back or, where it is said to happen once, until it happened.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 512;
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> servers = ConcurrentHashMap.newKeySet();

    /** Sides of the server that are not told that their client is gone. */
    private final Set<Socket> abandoned = ConcurrentHashMap.newKeySet();

    private final AtomicLong untilEnd = new AtomicLong(NEVER);
    private final AtomicLong untilCorruption = new AtomicLong(NEVER);
    private final int port;
    private volatile Duration delay = Duration.ZERO;
    private volatile long bytesPerSecond = NEVER;
    private boolean silent;

    /** @param port of the server */
    public FaultyProxy(int port) throws IOException {
        this.port = port;
        threads.execute(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Ends each connection in good order as soon as the server has sent so many bytes more on all of them. */
    public void cutAfter(long bytes) {
        untilEnd.set(bytes);
    }

    /** Turns over one bit of the byte that the server sends after so many others; happens once. */
    void corruptAfter(long bytes) {
        untilCorruption.set(bytes);
    }

    /** Whether the corruption that was asked for is still to come. */
    boolean isCorruptionAhead() {
        return untilCorruption.get() != NEVER;
    }

    /** Passes nothing on any more and tells nobody, not even of a side that ends. New connections are let in. */
    synchronized void silence() {
        silent = true;
    }

    /** Passes on again, beginning with what was held back. */
    synchronized void resume() {
        silent = false;
        notifyAll();
    }

    private synchronized void awaitVoice() throws InterruptedException {
        while (silent) {
            wait();
        }
    }

    /** Holds each portion of the server back for so long. */
    void delay(Duration time) {
        delay = time;
    }

    /**
     * Lets the server say no more than so many bytes a second on each connection. What a connection is passing on when this is
     * taken back still takes its time.
     */
    void throttle(long bytes) {
        bytesPerSecond = bytes;
    }

    void unthrottle() {
        bytesPerSecond = NEVER;
    }

    /** Ends all connections with a reset towards both sides. */
    void reset() {
        clients.forEach(FaultyProxy::reset);
        servers.forEach(FaultyProxy::reset);
    }

    /** Ends all connections with a reset towards the client; the server is never told. */
    void resetClients() {
        abandoned.addAll(servers);
        clients.forEach(FaultyProxy::reset);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    /** Tells both sides of all connections that the other has nothing more to say, and goes on listening to them. */
    void halfClose() throws IOException {
        for (Set<Socket> side : List.of(clients, servers)) {
            for (Socket socket : side) {
                socket.shutdownOutput();
            }
        }
    }

    /** How many connections clients have, silent ones too. */
    int connections() {
        return clients.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                threads.execute(() -> connect(client));
            }
        } catch (IOException e) {
            // The door was closed: the proxy has ended.
        }
    }

    private void connect(Socket client) {
        clients.add(client);
        try {
            awaitVoice();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            servers.add(server);
            threads.execute(() -> pass(client, server, false));
            pass(server, client, true);
        } catch (IOException e) {
            forget(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, boolean faulty) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
                awaitVoice();
                if (faulty) {
                    if (untilEnd.get() <= 0) {
                        break;
                    }
                    spoil(buffer, bytes);
                    untilEnd.addAndGet(-bytes);
                }
                out.write(buffer, 0, bytes);
            }
            awaitVoice();
        } catch (IOException e) {
            // One side has ended, and with it the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(from);
            forget(to);
        }
    }

    private void forget(Socket socket) {
        clients.remove(socket);
        servers.remove(socket);
        if (!abandoned.contains(socket)) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void spoil(byte[] buffer, int bytes) {
        LockSupport.parkNanos(delay.toNanos());
        long rate = bytesPerSecond;
        if (rate != NEVER) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() * bytes / rate);
        }
        long left = untilCorruption.get();
        if (left != NEVER) {
            if (left < bytes) {
                buffer[(int) left] ^= 1;
                untilCorruption.set(NEVER);
            } else {
                untilCorruption.set(left - bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        reset();
        abandoned.forEach(FaultyProxy::reset);
        threads.shutdownNow();
    }
}
