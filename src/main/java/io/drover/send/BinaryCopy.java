package io.drover.send;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Sends rows in PostgreSQL's binary COPY format. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FLUSH = 1 << 16;

    private final CopyIn copy;
    private byte[] buffer = new byte[FLUSH * 2];
    private int size;

    private BinaryCopy(CopyIn copy) {
        this.copy = copy;
    }

    /** @param sql a {@code copy … from stdin (format binary)} of as many columns as the rows have fields */
    static void copy(CopyManager manager, String sql, List<byte[][]> rows) throws SQLException {
        CopyIn copy = manager.copyIn(sql);
        try {
            new BinaryCopy(copy).send(rows);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(List<byte[][]> rows) throws SQLException {
        bytes(SIGNATURE);
        number(0);
        number(0);
        for (byte[][] row : rows) {
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
        count(-1);
        flush();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, size);
        size = 0;
    }

    private void bytes(byte[] bytes) {
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
