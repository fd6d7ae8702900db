package io.drover.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One odd value, a line of a list such as {@code postgres.txt}: four fields with bars between them.
 *
 * @param line of the list, from 1; the row's key
 * @param from type of the source's column
 * @param value what the source holds, as an expression of its language
 * @param to type of the target's column
 * @param arrives the text that the target shows then; null = no value
 * @param refused a part of the reason; null where the value arrives
 */
public record ValueCase(
        int line,
        String from,
        String value,
        String to,
        @Nullable String arrives,
        boolean unchanged,
        @Nullable String refused) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");

    /** The values of a list; empty lines and lines that begin with a hash are left out. */
    public static List<ValueCase> read(String list) {
        try (InputStream in = ValueCase.class.getResourceAsStream("value/" + list)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<ValueCase> cases = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                    cases.add(parse(i + 1, lines.get(i)));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValueCase parse(int line, String text) {
        String[] fields = text.split(" +\\| +", -1);
        if (fields.length != 4) {
            throw new IllegalStateException("line %d has %d fields: %s".formatted(line, fields.length, text));
        }
        return of(line, fields[0].strip(), fields[1], fields[2], fields[3].strip());
    }

    /** @param outcome {@code =} for the source's own text, {@code = TEXT}, or {@code refused: REASON} */
    public static ValueCase of(int line, String from, String value, String to, String outcome) {
        if (outcome.startsWith("refused: ")) {
            return new ValueCase(
                    line, from, unescaped(value), to, null, false, unescaped(outcome.substring("refused: ".length())));
        }
        if (!outcome.startsWith("=")) {
            throw new IllegalStateException("line %d: %s".formatted(line, outcome));
        }
        String arrives = outcome.substring(1).strip();
        if (arrives.startsWith("\"") && arrives.endsWith("\"")) {
            arrives = arrives.substring(1, arrives.length() - 1);
        }
        return new ValueCase(
                line,
                from,
                unescaped(value),
                to,
                arrives.equals("null") ? null : unescaped(arrives),
                outcome.equals("="),
                null);
    }

    static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(ValueCase::character);
    }

    private static String character(MatchResult escape) {
        String character = String.valueOf((char) Integer.parseInt(escape.group(1), 16));
        return character.equals("\\") || character.equals("$") ? "\\" + character : character;
    }

    String column() {
        return "c" + line;
    }

    @Override
    public String toString() {
        String outcome = refused != null ? "refused: " + refused : unchanged ? "=" : "= " + arrives;
        return "%d: %s %s > %s %s".formatted(line, from, value, to, outcome);
    }
}
