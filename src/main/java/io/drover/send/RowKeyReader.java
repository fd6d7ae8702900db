package io.drover.send;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the text of a {@link RowKey} from its beginning to its end; every fault is told with its place. */
final class RowKeyReader {

    private final String text;
    private int at;

    RowKeyReader(String text) {
        this.text = text;
    }

    Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        do {
            skipBlanks();
            int begin = at;
            String column = part('=');
            if (at >= text.length() || text.charAt(at) != '=') {
                throw fault(begin, "a column's name and = should stand here, as in product_code=A");
            }
            if (column.isEmpty()) {
                throw fault(begin, "a column's name should stand before the =");
            }
            at++;
            skipBlanks();
            if (pairs.putIfAbsent(column, part(',')) != null) {
                throw fault(begin, column + " is given twice");
            }
        } while (at++ < text.length());
        return pairs;
    }

    /** Whether the text names this column first, rather than being a value. */
    boolean beginsWith(String column) {
        String rest = text.stripLeading();
        return rest.regionMatches(true, 0, column, 0, column.length())
                && rest.substring(column.length()).stripLeading().startsWith("=");
    }

    /** The whole text as one value, without the quotes around it if there are any. */
    String bareValue() {
        skipBlanks();
        if (at == text.length()) {
            throw new IllegalArgumentException("The key is empty");
        }
        if (text.charAt(at) != '"') {
            return text.strip();
        }
        return quotedPart('\0');
    }

    /** Up to a sign outside of quotes, or to the end. A quote in the middle of a value is an ordinary character. */
    private String part(char end) {
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedPart(end);
        }
        int stop = text.indexOf(end, at);
        if (end == '=' && text.indexOf(',', at) >= 0) {
            stop = Math.min(stop, text.indexOf(',', at));
        }
        String part = text.substring(at, stop < 0 ? text.length() : stop);
        at = stop < 0 ? text.length() : stop;
        return part.strip();
    }

    private String quotedPart(char end) {
        int begin = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw fault(begin, "this quote is not closed");
            }
            value.append(text, at, quote);
            at = quote + 1;
            if (at >= text.length() || text.charAt(at) != '"') {
                break;
            }
            value.append('"');
            at++;
        }
        skipBlanks();
        if (at < text.length() && text.charAt(at) != end) {
            throw fault(at, "nothing may follow the closing quote here");
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException fault(int place, String what) {
        return new IllegalArgumentException("The key is wrong at character %d: %s".formatted(place + 1, what));
    }
}
