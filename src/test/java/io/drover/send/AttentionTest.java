package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "price falls by half, 129.00, 64.50, true",
                "price falls by half, 129.00, 64.51, false",
                "price falls by half, 129.00, 12.90, true",
                "price falls by half, 10, 0, true",
                "price falls by half, 0, 0, false",
                "price falls by half, 0, -1, true",
                "price falls by half, 10, 20, false",
                "price falls by half, -10, -15, true",
                "price falls by half, -10, -14.9, false",
                "price falls by half, 10, null, false",
                "price falls by half, null, 1, false",
                "price falls by half, ten, one, false",
                "price falls by 12.5 %, 8, 7, true",
                "price falls by 12.5%, 8, 7.01, false",
                "price rises by 30 %, 10, 13, true",
                "price rises by 30 %, 10, 12.99, false",
                "price rises by 30 %, 0, 0.01, true",
                "price rises by 30 %, -10, -7, true",
                "price rises by 200 %, 1e1, 1e9, false",
                "price rises by 30 %, .5, 1., true",
                "price rises by half, 2, 3, true",
                "valid becomes false, true, false, true",
                "valid becomes false, t, f, true",
                "valid becomes false, false, f, false",
                "valid becomes false, null, false, true",
                "valid becomes false, true, null, false",
                "valid becomes TRUE, f, t, true",
                "status becomes X, A, X, true",
                "status becomes X, A, x, false",
                "status becomes 0, 5.00, 0.00, true",
                "status becomes 0, 0, 0.00, false",
                "title becomes empty, Drill, '', true",
                "title becomes empty, Drill, null, true",
                "title becomes empty, Drill, '  ', true",
                "title becomes empty, null, '', false",
                "title becomes empty, Drill, Saw, false",
                "code changes, A, B, true",
                "code changes, 1.0, 1.00, false",
                "code changes, null, A, true",
                "code changes, A, a, true"
            })
    void a_changed_row_meets_a_rule_or_not(String rule, @Nullable String old, @Nullable String now, boolean met) {
        String column = rule.substring(0, rule.indexOf(' '));
        assertThat(Attention.parse(rule).rule(values(column, old), values(column, now)))
                .isEqualTo(met ? rule : null);
    }

    @Test
    void a_rule_about_rows_asks_whether_they_come_or_go() {
        Attention rules = Attention.parse("row is removed; row is added");
        assertThat(rules.rule(values("price", "1"), Map.of())).isEqualTo("row is removed");
        assertThat(rules.rule(Map.of(), values("price", "1"))).isEqualTo("row is added");
        assertThat(rules.rule(values("price", "1"), values("price", "2"))).isNull();
    }

    @Test
    void rules_about_values_leave_rows_that_come_or_go_alone() {
        Attention rules =
                Attention.parse("valid becomes false; price falls by half; title becomes empty; code changes");
        Map<String, @Nullable String> row = values("valid", "false");
        row.putAll(values("price", "0"));
        row.putAll(values("title", ""));
        assertThat(rules.rule(Map.of(), row)).isNull();
        assertThat(rules.rule(row, Map.of())).isNull();
    }

    @Test
    void the_first_rule_that_is_met_is_told_as_it_was_written() {
        Attention rules = Attention.parse(" price   falls\n by half ;; price falls by 10% ;");
        assertThat(rules.rule(values("price", "10"), values("price", "1"))).isEqualTo("price falls by half");
        assertThat(rules.rule(values("price", "10"), values("price", "9"))).isEqualTo("price falls by 10%");
        assertThat(rules.rule(values("price", "10"), values("price", "9.5"))).isNull();
        assertThat(rules.rule(values("cost", "10"), values("cost", "1"))).isNull();
    }

    @Test
    void names_and_values_that_are_not_one_word_stand_in_quotes() {
        Attention rules = Attention.parse("\"list \"\"A\"\"; price\" becomes \"50 % off\"; \"becomes\" becomes \"\"");
        assertThat(rules.columns()).containsExactlyInAnyOrder("list \"A\"; price", "becomes");
        assertThat(rules.rule(values("list \"A\"; price", "x"), values("list \"A\"; price", "50 % off")))
                .isEqualTo("\"list \"\"A\"\"; price\" becomes \"50 % off\"");
        assertThat(rules.rule(values("becomes", "x"), values("becomes", ""))).isNotNull();
    }

    @Test
    void the_columns_are_told_and_rows_have_none() {
        assertThat(Attention.parse("price falls by half; row is removed; price rises by 3 %")
                        .columns())
                .containsExactly("price");
        assertThat(Attention.NONE.columns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";", " ; ;\n"})
    void no_rules_are_met_by_nothing(String text) {
        assertThat(Attention.parse(text).rule(values("a", "1"), values("a", "2")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price drops by half|Character 7 of the rules, 'drops': 'falls by', 'rises by', 'becomes' or 'changes' should stand here",
                "price falls half|Character 13 of the rules, 'half': 'by' should stand here",
                "price falls by lots|Character 16 of the rules, 'lots': 'half' or a number of percent above 0 should stand here",
                "price falls by 0 %|Character 16 of the rules, '0': 'half' or a number of percent above 0 should stand here",
                "price falls by -5 %|Character 16 of the rules, '-5': 'half' or a number of percent above 0 should stand here",
                "price falls by 30|The rules end too early after 'price falls by 30': '%' should stand here",
                "price falls by 30; x changes|Character 18 of the rules, ';': '%' should stand here",
                "price falls by half row is removed|Character 21 of the rules, 'row': the rule is complete here; the next one begins after a semicolon",
                "price|The rules end too early after 'price': 'falls by', 'rises by', 'becomes' or 'changes' should stand here",
                "valid becomes|The rules end too early after 'valid becomes': 'empty' or a value should stand here",
                "valid becomes; price changes|Character 14 of the rules, ';': 'empty' or a value should stand here",
                "row is gone|Character 8 of the rules, 'gone': 'removed' or 'added' should stand here",
                "price changes; title becomes \"a b|Character 30 of the rules, a quote that is not closed: 'empty' or a value should stand here",
                "% changes|Character 1 of the rules, '%': a column should stand here, or 'row'"
            })
    void what_is_no_rule_is_told_with_its_place(String text, String problem) {
        assertThatThrownBy(() -> Attention.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    private static Map<String, @Nullable String> values(String column, @Nullable String value) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put(column, value);
        return values;
    }
}
