package io.drover.send;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows put aside in the order in which they come, in memory as long as they are few and in a temporary file from then
 * on. They can be read again and again. The file is readable by this user only; on a Unix it has no name from the moment it
 * is opened, so that not even a killed process leaves it behind (F90), elsewhere it vanishes when the spool is closed.
 */
final class RowSpool implements Closeable {

    private static final int BUFFER = 1 << 16;
    /** What a row costs besides its fields, about. */
    private static final int ROW_OVERHEAD = 64;

    private final long memory;
    private final List<byte[][]> rows = new ArrayList<>();
    private long size;
    private long count;
    private @Nullable FileChannel file;
    private @Nullable DataOutputStream out;

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
            Path path = Files.createTempFile("drover-rows", ".tmp");
            file = FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        } catch (IOException e) {
            throw unwritable(e);
        }
        for (byte[][] row : rows) {
            write(out, row);
        }
        rows.clear();
    }

    private static void write(DataOutputStream out, byte[][] row) {
        try {
            out.writeShort(row.length);
            for (byte[] field : row) {
                if (field == null) {
                    out.writeInt(-1);
                } else {
                    out.writeInt(field.length);
                    out.write(field);
                }
            }
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
            return new Iteration(new DataInputStream(new BufferedInputStream(new Part(file), BUFFER)));
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

    /** Reads the file from its beginning, at a place of its own: others read and write the same file. */
    private static final class Part extends InputStream {

        private final FileChannel file;
        private long place;

        Part(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = file.read(ByteBuffer.wrap(bytes, offset, length), place);
            place += Math.max(0, read);
            return read;
        }
    }

    private static final class Iteration implements Iterator<byte[][]> {

        private final DataInputStream in;
        private byte @Nullable [][] next;

        Iteration(DataInputStream in) {
            this.in = in;
            read();
        }

        private void read() {
            try {
                int length = in.readShort();
                byte[][] row = new byte[length][];
                for (int i = 0; i < length; i++) {
                    int bytes = in.readInt();
                    if (bytes >= 0) {
                        row[i] = in.readNBytes(bytes);
                    }
                }
                next = row;
            } catch (EOFException e) {
                next = null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public byte[][] next() {
            byte[][] row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            read();
            return row;
        }
    }
}
