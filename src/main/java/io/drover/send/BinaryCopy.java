package io.drover.send;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Sends rows in PostgreSQL's binary COPY format. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FLUSH = 1 << 16;

    private BinaryCopy() {}

    /** @param sql a {@code copy … from stdin (format binary)} of as many columns as the rows have fields */
    static void copy(CopyManager manager, String sql, List<byte[][]> rows) throws SQLException {
        CopyIn copy = manager.copyIn(sql);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(FLUSH * 2);
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(SIGNATURE);
            out.writeLong(0);
            for (byte[][] row : rows) {
                write(out, row);
                if (bytes.size() > FLUSH) {
                    copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
                    bytes.reset();
                }
            }
            out.writeShort(-1);
            copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
            copy.endCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void write(DataOutputStream out, byte[][] row) throws IOException {
        out.writeShort(row.length);
        for (byte[] field : row) {
            if (field == null) {
                out.writeInt(-1);
            } else {
                out.writeInt(field.length);
                out.write(field);
            }
        }
    }
}
