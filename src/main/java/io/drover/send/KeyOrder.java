package io.drover.send;

import io.drover.send.value.ValueType;
import java.util.Comparator;
import java.util.List;

/**
 * The order of rows by some of their fields: the same on every server, whatever its collation, because it looks at the
 * fields alone. No value comes after all values.
 */
final class KeyOrder implements Comparator<byte[][]> {

    private final int[] positions;
    private final ValueType[] types;

    /** @param positions of the fields that count, the most significant first */
    KeyOrder(List<Column> columns, int... positions) {
        this.positions = positions;
        this.types = new ValueType[positions.length];
        for (int i = 0; i < positions.length; i++) {
            types[i] = columns.get(positions[i]).values();
        }
    }

    int[] positions() {
        return positions;
    }

    /** A row without the fields that do not count. */
    byte[][] keyOf(byte[][] row) {
        byte[][] key = new byte[row.length][];
        for (int position : positions) {
            key[position] = row[position];
        }
        return key;
    }

    @Override
    public int compare(byte[][] one, byte[][] other) {
        for (int i = 0; i < positions.length; i++) {
            int position = positions[i];
            byte[] a = one[position];
            byte[] b = other[position];
            int order;
            if (a == null || b == null) {
                order = a == b ? 0 : a == null ? 1 : -1;
            } else {
                order = types[i].compare(a, b);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
