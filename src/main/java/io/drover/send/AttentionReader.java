package io.drover.send;

import io.drover.send.AttentionRule.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rules of {@link Attention} word by word, so that a fault can be told with its place. */
final class AttentionReader {

    private static final Pattern WORD = Pattern.compile("\"(?:[^\"]|\"\")*\"|[^\\s;\"%]+|[;\"%]");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
    private static final BigDecimal HALF = BigDecimal.valueOf(50);

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int next;

    private record Word(String written, int at) {

        boolean is(String word) {
            return written.toLowerCase(Locale.ROOT).equals(word);
        }

        boolean isQuoted() {
            return written.length() > 1 && written.startsWith("\"");
        }

        boolean isSign() {
            return written.equals(";") || written.equals("\"") || written.equals("%");
        }

        String value() {
            return isQuoted() ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written;
        }
    }

    AttentionReader(String text) {
        this.text = text;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start()));
        }
    }

    List<AttentionRule> rules() {
        List<AttentionRule> rules = new ArrayList<>();
        while (next < words.size()) {
            if (words.get(next).is(";")) {
                next++;
            } else {
                rules.add(rule());
                if (next < words.size() && !words.get(next).is(";")) {
                    throw fault("the rule is complete here; the next one begins after a semicolon");
                }
            }
        }
        return rules;
    }

    private AttentionRule rule() {
        int first = next;
        Word subject = word("a column should stand here, or 'row'");
        String column = subject.value();
        if (hasNext("is") && subject.is("row")) {
            next++;
            return rule(first, "", removedOrAdded());
        }
        Word verb = word("'falls by', 'rises by', 'becomes' or 'changes' should stand here");
        if (verb.is("falls") || verb.is("rises")) {
            Kind kind = verb.is("falls") ? Kind.FALLS : Kind.RISES;
            BigDecimal percent = percent();
            return new AttentionRule(written(first), column, kind, percent, "");
        }
        if (verb.is("becomes")) {
            return becomes(first, column);
        }
        if (verb.is("changes")) {
            return rule(first, column, Kind.CHANGES);
        }
        next--;
        throw fault("'falls by', 'rises by', 'becomes' or 'changes' should stand here");
    }

    private AttentionRule rule(int first, String column, Kind kind) {
        return new AttentionRule(written(first), column, kind, BigDecimal.ZERO, "");
    }

    private Kind removedOrAdded() {
        Word word = word("'removed' or 'added' should stand here");
        if (word.is("removed")) {
            return Kind.REMOVED;
        }
        if (word.is("added")) {
            return Kind.ADDED;
        }
        next--;
        throw fault("'removed' or 'added' should stand here");
    }

    private AttentionRule becomes(int first, String column) {
        Word value = word("'empty' or a value should stand here");
        if (value.is("empty")) {
            return rule(first, column, Kind.BECOMES_EMPTY);
        }
        return new AttentionRule(written(first), column, Kind.BECOMES, BigDecimal.ZERO, value.value());
    }

    private BigDecimal percent() {
        if (!hasNext("by")) {
            throw fault("'by' should stand here");
        }
        next++;
        Word much = word("'half' or a number of percent should stand here");
        if (much.is("half")) {
            return HALF;
        }
        if (!PERCENT.matcher(much.written()).matches() || new BigDecimal(much.written()).signum() == 0) {
            next--;
            throw fault("'half' or a number of percent above 0 should stand here");
        }
        if (!hasNext("%")) {
            throw fault("'%' should stand here");
        }
        next++;
        return new BigDecimal(much.written());
    }

    private boolean hasNext(String word) {
        return next < words.size() && words.get(next).is(word);
    }

    private Word word(String expected) {
        if (next == words.size() || words.get(next).isSign()) {
            throw fault(expected);
        }
        return words.get(next++);
    }

    /** The rule as it was written, from its first word to the last one read. */
    private String written(int first) {
        Word last = words.get(next - 1);
        return text.substring(words.get(first).at(), last.at() + last.written().length())
                .replaceAll("\\s+", " ");
    }

    private IllegalArgumentException fault(String expected) {
        if (next >= words.size()) {
            return new IllegalArgumentException(
                    "The rules end too early after '%s': %s".formatted(text.strip(), expected));
        }
        Word word = words.get(next);
        String what = word.is("\"") ? "a quote that is not closed" : "'" + word.written() + "'";
        return new IllegalArgumentException(
                "Character %d of the rules, %s: %s".formatted(word.at() + 1, what, expected));
    }
}
