package io.drover.send;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a route file that say which changed rows a person should look at first. As text, separated by semicolons:
 *
 * <ul>
 *   <li>{@code price falls by half}, {@code price rises by 30 %}: by at least so much of what it was
 *   <li>{@code valid becomes false}, {@code status becomes X}, {@code title becomes empty}: and was not before
 *   <li>{@code tax_code changes}
 *   <li>{@code row is removed}, {@code row is added}
 * </ul>
 *
 * A column whose name is not one plain word stands in double quotes, and so does a value. Falls, rises, becomes and
 * changes are about rows the target had and keeps; numbers are compared as numbers, texts to the letter.
 */
public final class Attention {

    /** Of a route file that says nothing. */
    public static final Attention NONE = new Attention(List.of());

    private final List<AttentionRule> rules;

    private Attention(List<AttentionRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * @param text rules separated by semicolons; blank = none
     * @throws IllegalArgumentException naming the place, what stands there and what should
     */
    public static Attention parse(String text) {
        return new Attention(new AttentionReader(text).rules());
    }

    /**
     * The first rule that a changed row meets.
     *
     * @param before the target's values by column, of all columns or of those that differ; empty for a row that is added
     * @param after the new values likewise; empty for a row that is removed
     * @return the rule as it was written, its blanks made single; null when none is met
     */
    public @Nullable String rule(Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        for (AttentionRule rule : rules) {
            if (rule.isMet(before, after)) {
                return rule.text();
            }
        }
        return null;
    }

    /** The columns that the rules name, to be looked for in the table. */
    public Set<String> columns() {
        return rules.stream()
                .map(AttentionRule::column)
                .filter(column -> !column.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
