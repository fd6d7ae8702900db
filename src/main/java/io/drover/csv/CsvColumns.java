package io.drover.csv;

import io.drover.send.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which fields of a line become columns.
 *
 * @param width fields each line has
 * @param names of the columns
 * @param positions of the columns' fields in the line
 */
record CsvColumns(int width, Row.Columns names, int[] positions) {

    /** By position, without a header. */
    static CsvColumns of(List<String> names) {
        int[] positions = IntStream.range(0, names.size())
                .filter(i -> !names.get(i).equals(CsvFormat.SKIPPED))
                .toArray();
        return new CsvColumns(names.size(), namesAt(names, positions), positions);
    }

    /**
     * By the names of the first line.
     *
     * @param wanted the columns to take; all when empty
     * @throws CsvException when a name is missing, empty or given twice
     */
    static CsvColumns of(List<String> header, List<String> wanted, String where) {
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (name.isEmpty() && wanted.isEmpty()) {
                throw new CsvException(
                        where + ": a column has no name; name the ones to take by the option columns: " + header);
            }
            if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new CsvException(where + ": column " + name + " is named twice");
            }
        }
        int[] positions = wanted.isEmpty()
                ? IntStream.range(0, header.size()).toArray()
                : wanted.stream()
                        .mapToInt(name -> position(header, name, where))
                        .toArray();
        return new CsvColumns(header.size(), namesAt(header, positions), positions);
    }

    private static int position(List<String> header, String name, String where) {
        return IntStream.range(0, header.size())
                .filter(i -> header.get(i).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CsvException(
                        "%s: there is no column %s; it has %s".formatted(where, name, String.join(", ", header))));
    }

    private static Row.Columns namesAt(List<String> all, int[] positions) {
        List<String> names = new ArrayList<>();
        for (int position : positions) {
            names.add(all.get(position));
        }
        return new Row.Columns(names);
    }
}
