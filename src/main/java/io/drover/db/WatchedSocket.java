package io.drover.db;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A socket to a PostgreSQL server on which no read and no write outlasts the server (F19). Where one takes long, the
 * server is asked for a sign of life on a connection of its own; after two questions without an answer the socket is
 * closed, 12 s after the server fell silent. A server that lives may take as long as it likes, for a statement or to take
 * what it is sent: that is why there is no time limit on the read itself.
 *
 * <p>Keep-alive probes of the operating system are not enough: it sends none while something is under way, and what
 * stands between, such as a load balancer, answers them for a server that is gone.
 *
 * <p>An answer that would fill the memory of this process is broken off with {@link AnswerTooLargeException} (F51).
 */
final class WatchedSocket extends Socket {

    /** How long a read or write lasts before the server is asked, and how long each answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final int MOST_UNANSWERED = 2;

    /** The request for TLS: every server answers it with one byte and logs nothing if its peer leaves then. */
    private static final byte[] QUESTION = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

    /** When the read or write that is going on began, by the clock of {@link #now()}; 0 = none is going on. */
    private volatile long waitingSince;

    private volatile boolean silent;
    private final AtomicBoolean watched = new AtomicBoolean();
    private final long largestAnswer;
    private long answered;

    /** @param largestAnswer most bytes that may be read without anything being asked in between */
    WatchedSocket(long largestAnswer) {
        this.largestAnswer = largestAnswer;
    }

    /** Never 0. */
    private static long now() {
        return System.nanoTime() | 1;
    }

    private void begin() {
        waitingSince = now();
        watch();
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            lookAfter(PATIENCE.toNanos());
        }
    }

    private void end() {
        waitingSince = 0;
    }

    /** The look itself takes no time, so it is left to the thread that waits for it; the question gets its own. */
    private void lookAfter(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(this::look);
    }

    private void look() {
        long since = waitingSince;
        long left = since == 0 ? 0 : PATIENCE.toNanos() - (System.nanoTime() - since);
        if (since == 0) {
            watched.set(false);
            // One that began just now found itself watched still.
            if (waitingSince != 0) {
                watch();
            }
        } else if (left > 0) {
            lookAfter(left);
        } else {
            Thread asking = new Thread(() -> ask(since), "sign of life");
            asking.setDaemon(true);
            asking.start();
        }
    }

    private void ask(long since) {
        for (int unanswered = 1; !isAnswered(getRemoteSocketAddress()); unanswered++) {
            if (waitingSince != since) {
                break;
            }
            if (unanswered == MOST_UNANSWERED) {
                giveUp();
                return;
            }
        }
        lookAfter(PATIENCE.toNanos());
    }

    /** Only silence counts: whoever refuses is alive, and then the connection itself tells what became of it. */
    private static boolean isAnswered(SocketAddress server) {
        int millis = (int) PATIENCE.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(QUESTION);
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void giveUp() {
        silent = true;
        try {
            close();
        } catch (IOException e) {
            // It is as good as closed; whoever reads or writes finds out.
        }
    }

    private IOException explained(IOException problem) {
        return silent
                ? new IOException("the server %s has not answered for %d s"
                        .formatted(getRemoteSocketAddress(), PATIENCE.toSeconds() * (1 + MOST_UNANSWERED)))
                : problem;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(super.getOutputStream());
    }

    private final class Input extends FilterInputStream {

        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            begin();
            try {
                return counted(in.read(bytes, offset, length));
            } catch (IOException e) {
                throw explained(e);
            } finally {
                end();
            }
        }

        private int counted(int read) throws AnswerTooLargeException {
            answered += read;
            if (answered > largestAnswer) {
                throw new AnswerTooLargeException(largestAnswer);
            }
            return read;
        }
    }

    private final class Output extends FilterOutputStream {

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begin();
            answered = 0;
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw explained(e);
            } finally {
                end();
            }
        }
    }
}
