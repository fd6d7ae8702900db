package io.drover.send;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source in a thread of its own, a few rows ahead, so that the source's server, the target's and this process
 * work at the same time. The rows come in their order; a failure of the source comes after the rows before it.
 */
final class ReadAhead<T> implements Iterator<T>, Closeable {

    static final int PORTIONS = 10;

    private final Iterator<? extends T> rows;
    private final int together;
    private final BlockingQueue<Portion<T>> read = new ArrayBlockingQueue<>(PORTIONS);
    private final Thread thread;
    private volatile boolean closed;
    private Iterator<T> portion = List.<T>of().iterator();
    private @Nullable Throwable failure;
    private boolean ended;

    /** @param end what ended the source after these rows; null when nothing did */
    private record Portion<T>(
            List<T> rows, boolean last, @Nullable Throwable end) {}

    /**
     * @param rows are asked for by the other thread only, from now on
     * @param most rows that wait to be taken
     */
    ReadAhead(Iterator<? extends T> rows, int most) {
        this.rows = rows;
        this.together = most / PORTIONS;
        this.thread = new Thread(this::read, Thread.currentThread().getName() + " reading");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            Portion<T> next;
            do {
                next = portion();
                hand(next);
            } while (!closed && !next.last() && next.end() == null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Portion<T> portion() {
        List<T> next = new ArrayList<>(together);
        try {
            while (next.size() < together) {
                if (!rows.hasNext()) {
                    return new Portion<>(next, true, null);
                }
                next.add(rows.next());
            }
            return new Portion<>(next, false, null);
        } catch (RuntimeException | Error e) {
            // Where a thread just ended, the other one would wait for ever.
            return new Portion<>(next, false, e);
        }
    }

    private void hand(Portion<T> next) throws InterruptedException {
        boolean handed = false;
        while (!closed && !handed) {
            handed = read.offer(next, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public boolean hasNext() {
        while (!portion.hasNext() && !ended) {
            take();
        }
        return portion.hasNext();
    }

    private void take() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        try {
            Portion<T> next = read.take();
            portion = next.rows().iterator();
            failure = next.end();
            ended = next.last();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SendException("The reading was interrupted", e);
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return portion.next();
    }

    /** Returns when the other thread has left the source alone; it must have been cancelled if it may take long. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            read.clear();
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
