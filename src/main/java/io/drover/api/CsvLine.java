package io.drover.api;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of CSV after RFC 4180; null is an empty field, an empty text is {@code ""}.
 *
 * <p>A spreadsheet takes a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a line end for a
 * formula, and a formula can run programs. Such a text, unless it is a plain number, gets an apostrophe in front, and the
 * line's last field names the columns where that was done, so that no value is changed unseen.
 */
final class CsvLine {

    static final String GUARDED = "guarded";

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n＝＋－＠]");

    private final List<String> columns;

    /** @param columns without the last one, {@link #GUARDED} */
    CsvLine(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    void writeHead(Writer out) throws IOException {
        out.write(String.join(",", columns) + "," + GUARDED + "\r\n");
    }

    /** @param values as many as there are columns */
    void write(Writer out, @Nullable String... values) throws IOException {
        List<String> guarded = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null && isFormula(value)) {
                guarded.add(columns.get(i));
                value = "'" + value;
            }
            out.write(field(value));
            out.write(',');
        }
        out.write(String.join(" ", guarded));
        out.write("\r\n");
    }

    private static boolean isFormula(String value) {
        return FORMULA.matcher(value).lookingAt() && !NUMBER.matcher(value).matches();
    }

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
