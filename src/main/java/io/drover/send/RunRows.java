package io.drover.send;

import java.util.ArrayList;
import java.util.List;

/** The list of the rows that a run changes, refuses or holds. */
final class RunRows {

    private static final int MOST = 100_000;
    private final List<RunRow> rows = new ArrayList<>();

    boolean isOpen() {
        return rows.size() < MOST;
    }

    void add(RunRow row) {
        if (isOpen()) {
            rows.add(row);
        }
    }

    List<RunRow> rows() {
        return rows;
    }
}
