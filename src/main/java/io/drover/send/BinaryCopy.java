package io.drover.send;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Sends rows in PostgreSQL's binary COPY format, as they come: the server takes them in meanwhile. Until it has ended or
 * is closed, nothing else can be asked of the connection.
 */
final class BinaryCopy implements TargetTable.Load {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FLUSH = 1 << 16;

    private final CopyIn copy;
    private byte[] buffer = new byte[FLUSH * 2];
    private int size;

    /** @param sql a {@code copy … from stdin (format binary)} of as many columns as the rows have fields */
    BinaryCopy(CopyManager manager, String sql) throws SQLException {
        this.copy = manager.copyIn(sql);
        bytes(SIGNATURE);
        number(0);
        number(0);
    }

    @Override
    public void add(byte[][] row) throws SQLException {
        count(row.length);
        for (byte[] field : row) {
            if (field == null) {
                number(-1);
            } else {
                number(field.length);
                bytes(field);
            }
        }
        if (size > FLUSH) {
            flush();
        }
    }

    @Override
    public void end() throws SQLException {
        count(-1);
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, size);
        size = 0;
    }

    private void bytes(byte[] bytes) throws SQLException {
        if (bytes.length > FLUSH) {
            flush();
            copy.writeToCopy(bytes, 0, bytes.length);
            return;
        }
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void number(int number) {
        makeRoom(Integer.BYTES);
        buffer[size++] = (byte) (number >> 24);
        buffer[size++] = (byte) (number >> 16);
        buffer[size++] = (byte) (number >> 8);
        buffer[size++] = (byte) number;
    }

    private void count(int number) {
        makeRoom(Short.BYTES);
        buffer[size++] = (byte) (number >> 8);
        buffer[size++] = (byte) number;
    }

    private void makeRoom(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + bytes));
        }
    }
}
