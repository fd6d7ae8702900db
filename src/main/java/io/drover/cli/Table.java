package io.drover.cli;

import io.drover.config.PlainLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines whose columns stand under each other. */
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        row(headings);
    }

    void row(String... cells) {
        rows.add(List.of(cells).stream().map(PlainLine::of).toList());
    }

    void print(PrintWriter out) {
        rows.forEach(row -> out.println(line(row)));
        out.flush();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(width(column) - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
