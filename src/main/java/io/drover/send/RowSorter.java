package io.drover.send;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Sorts any number of rows in constant memory: as many as fit are sorted and put aside, then all parts are merged. Rows
 * of equal keys keep their order. The rows can be read again and again.
 */
final class RowSorter implements Closeable {

    /** Of a row with more, a part that waits for its turn keeps the key only, for there may be many parts. */
    private static final long WAITING_BYTES = 1 << 16;

    private final KeyOrder order;
    private final long memory;
    private final List<byte[][]> open = new ArrayList<>();
    private final List<RowSpool> parts = new ArrayList<>();
    private long size;
    private long count;
    private boolean sorted;

    /** @param memory bytes of rows that are kept in memory */
    RowSorter(KeyOrder order, long memory) {
        this.order = order;
        this.memory = memory;
    }

    void add(byte[][] row) {
        open.add(row);
        sorted = false;
        count++;
        size += RowSpool.sizeOf(row);
        if (size > memory) {
            putAside();
        }
    }

    long count() {
        return count;
    }

    private void putAside() {
        open.sort(order);
        RowSpool part = new RowSpool(0);
        open.forEach(part::add);
        parts.add(part);
        open.clear();
        size = 0;
    }

    /** All rows in order. Nothing may be added while they are read. */
    Iterator<byte[][]> iterator() {
        if (!sorted) {
            open.sort(order);
            sorted = true;
        }
        if (parts.isEmpty()) {
            return open.iterator();
        }
        PriorityQueue<Head> heads = new PriorityQueue<>();
        for (int i = 0; i <= parts.size(); i++) {
            Iterator<byte[][]> rows = i < parts.size() ? parts.get(i).iterator() : open.iterator();
            if (rows.hasNext()) {
                heads.add(new Head(i, rows, order));
            }
        }
        return new Merge(heads);
    }

    @Override
    public void close() {
        parts.forEach(RowSpool::close);
        parts.clear();
        open.clear();
    }

    /** The first row of a part that was not yet taken. */
    private static final class Head implements Comparable<Head> {

        private final int part;
        private final Iterator<byte[][]> rows;
        private final KeyOrder order;
        private byte[][] row;
        private boolean isKeyOnly;

        Head(int part, Iterator<byte[][]> rows, KeyOrder order) {
            this.part = part;
            this.rows = rows;
            this.order = order;
            this.row = waiting();
        }

        private byte[][] waiting() {
            byte[][] next = rows.next();
            isKeyOnly = rows instanceof RowSpool.Reader && RowSpool.sizeOf(next) > WAITING_BYTES;
            return isKeyOnly ? order.keyOf(next) : next;
        }

        byte[][] take() {
            return isKeyOnly && rows instanceof RowSpool.Reader reader ? reader.again() : row;
        }

        /** False when the part has no more rows. */
        boolean advance() {
            boolean more = rows.hasNext();
            if (more) {
                row = waiting();
            }
            return more;
        }

        @Override
        public int compareTo(Head other) {
            int byKey = order.compare(row, other.row);
            return byKey == 0 ? Integer.compare(part, other.part) : byKey;
        }
    }

    private record Merge(PriorityQueue<Head> heads) implements Iterator<byte[][]> {

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public byte[][] next() {
            Head head = heads.poll();
            if (head == null) {
                throw new NoSuchElementException();
            }
            byte[][] row = head.take();
            if (head.advance()) {
                heads.add(head);
            }
            return row;
        }
    }
}
