package io.drover.send;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows put aside in the order in which they come, in memory as long as they are few and in a temporary file from then
 * on. They can be read again and again. The file is readable by this user only. On a Unix it loses its name as soon as it
 * is open, so that not even a killed process leaves it behind (F90); elsewhere it vanishes when the spool is closed.
 */
final class RowSpool implements Closeable {

    private static final int BUFFER = 1 << 18;
    /** What a row costs besides its fields, about. */
    private static final int ROW_OVERHEAD = 64;

    private final long memory;
    private final List<byte[][]> rows = new ArrayList<>();
    private long size;
    private long count;
    private @Nullable FileChannel file;
    private @Nullable Writer out;

    /** @param memory bytes of rows that are kept in memory */
    RowSpool(long memory) {
        this.memory = memory;
    }

    /** Bytes a row takes in memory, about. */
    static long sizeOf(byte[][] row) {
        long bytes = ROW_OVERHEAD;
        for (byte[] field : row) {
            bytes += field == null ? 8 : 24 + field.length;
        }
        return bytes;
    }

    void add(byte[][] row) {
        count++;
        if (out == null) {
            rows.add(row);
            size += sizeOf(row);
            if (size > memory) {
                spill();
            }
        } else {
            write(out, row);
        }
    }

    /** Number of rows. */
    long count() {
        return count;
    }

    private void spill() {
        try {
            file = FileChannel.open(Files.createTempFile("drover-rows", ".tmp"), READ, WRITE, DELETE_ON_CLOSE);
            out = new Writer(Channels.newOutputStream(file));
        } catch (IOException e) {
            throw unwritable(e);
        }
        for (byte[][] row : rows) {
            write(out, row);
        }
        rows.clear();
    }

    private static void write(Writer out, byte[][] row) {
        try {
            out.row(row);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "Rows cannot be put aside in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(), e);
    }

    /** All rows from the first one on. Nothing may be added while they are read. */
    Iterator<byte[][]> iterator() {
        if (file == null || out == null) {
            return rows.iterator();
        }
        try {
            out.flush();
            return new Reader(file, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        rows.clear();
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts rows one after the other: number of fields, then each field's length, -1 for none, and bytes. */
    private static final class Writer {

        private final OutputStream out;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

        Writer(OutputStream out) {
            this.out = out;
        }

        void row(byte[][] row) throws IOException {
            number(row.length);
            for (byte[] field : row) {
                if (field == null) {
                    number(-1);
                } else {
                    number(field.length);
                    bytes(field);
                }
            }
        }

        private void number(int number) throws IOException {
            makeRoom(Integer.BYTES);
            buffer.putInt(number);
        }

        private void bytes(byte[] bytes) throws IOException {
            makeRoom(bytes.length);
            if (bytes.length > buffer.capacity()) {
                out.write(bytes);
            } else {
                buffer.put(bytes);
            }
        }

        private void makeRoom(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                flush();
            }
        }

        void flush() throws IOException {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    /** Reads the file from its beginning, at a place of its own: others read the same file. */
    static final class Reader implements Iterator<byte[][]> {

        private final FileChannel file;
        private long place;
        private long rowBegins;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
        private long left;

        /** @param rows how many there are */
        Reader(FileChannel file, long rows) {
            this.file = file;
            this.left = rows;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public byte[][] next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            rowBegins = place - buffer.remaining();
            try {
                byte[][] row = new byte[number()][];
                for (int i = 0; i < row.length; i++) {
                    int length = number();
                    if (length >= 0) {
                        row[i] = bytes(length);
                    }
                }
                return row;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The same row that {@link #next} returned last, read once more. */
        byte[][] again() {
            place = rowBegins;
            buffer.limit(0);
            left++;
            return next();
        }

        private int number() throws IOException {
            if (buffer.remaining() < Integer.BYTES) {
                refill();
            }
            return buffer.getInt();
        }

        private void refill() throws IOException {
            buffer.compact();
            int read = read(buffer.array(), buffer.position(), buffer.remaining());
            buffer.position(buffer.position() + read).flip();
            if (buffer.remaining() < Integer.BYTES) {
                throw new EOFException("rows that were put aside are gone");
            }
        }

        /** As much as there is, up to the length. */
        private int read(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
            for (int read = 0; read >= 0 && into.hasRemaining(); place += Math.max(0, read)) {
                read = file.read(into, place);
            }
            return length - into.remaining();
        }

        private byte[] bytes(int length) throws IOException {
            byte[] bytes = new byte[length];
            int buffered = Math.min(length, buffer.remaining());
            buffer.get(bytes, 0, buffered);
            if (read(bytes, buffered, length - buffered) < length - buffered) {
                throw new EOFException("rows that were put aside are gone");
            }
            return bytes;
        }
    }
}
