package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowKeyTest {

    private static final List<String> PRICE = List.of("product_code", "region");

    @Test
    void a_key_reads_as_its_columns_and_values_in_their_order() {
        assertThat(key("product_code", "A", "region", "VIC").text()).isEqualTo("product_code=A, region=VIC");
        assertThat(key("code", "12\" pipe, long").text()).isEqualTo("code=\"12\"\" pipe, long\"");
        assertThat(key("code", " A").text()).isEqualTo("code=\" A\"");
        assertThat(key("a=b", "x=y").text()).isEqualTo("\"a=b\"=x=y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A", "", " ", " A ", ",", "\"", "\"\"", "a, b=c", "=", "12\"", "\n", "Ä€😀", "a \"b\" c", "\t"})
    void every_value_is_read_back_as_it_was(String value) {
        RowKey key = key("product_code", value, "region", value, "le=vel, \"x\"", "1");
        assertThat(RowKey.parse(key.text())).isEqualTo(key);
        RowKey one = key("product_code", value);
        assertThat(RowKey.parse(one.text(), List.of("product_code"))).isEqualTo(one);
    }

    @Test
    void columns_may_come_in_any_order_and_case() {
        assertThat(RowKey.parse(" Region = VIC ,PRODUCT_CODE=A", PRICE).text()).isEqualTo("product_code=A, region=VIC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "40-1187|40-1187",
                "  40-1187 |40-1187",
                "a=b|a=b",
                "A, B|A, B",
                "12\" pipe|12\" pipe",
                "\" A\"|~ A~",
                "product_code=A|A",
                "PRODUCT_CODE = A|A"
            })
    void a_bare_value_will_do_for_a_key_of_one_column(String text, String value) {
        assertThat(RowKey.parse(text, List.of("product_code")).values()).isEqualTo(Map.of("product_code", value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A|The key is wrong at character 1: a column's name and = should stand here, as in product_code=A",
                "product_code=A|The key lacks region; it is written product_code=…, region=…",
                "product_code=A, level=1, region=V|The key has no column level; it is written product_code=…, region=…",
                "product_code=A, region|The key is wrong at character 17: a column's name and = should stand here, as in product_code=A",
                "product_code=A,|The key is wrong at character 16: a column's name and = should stand here, as in product_code=A",
                "product_code=\"A, region=V|The key is wrong at character 14: this quote is not closed",
                "product_code=\"A\"B, region=V|The key is wrong at character 17: nothing may follow the closing quote here",
                "product_code=A, region=V, REGION=W|The key gives a column twice; it is written product_code=…, region=…",
                "product_code=A, product_code=B|The key is wrong at character 17: product_code is given twice",
                "=A|The key is wrong at character 1: a column's name should stand before the ="
            })
    void what_is_no_key_is_told_with_its_place(String text, String problem) {
        assertThatThrownBy(() -> RowKey.parse(text, PRICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            code=A,region=VIC                | code=A, region=VIC
            region = VIC ,  CODE= A          | code=A, region=VIC
            code="A",region="V,I"            | code=A, region="V,I"
            code="a ""b""\", region=" x"      | code="a ""b""\", region=" x"
            code=a=b, region=                | code=a=b, region=
            code="", region=VIC              | code=, region=VIC
            """)
    void a_key_is_brought_into_one_form(String written, String normal) {
        assertThat(RowKey.parse(written, List.of("code", "region")).text()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "name=A", "", "code=A, name=B"})
    void a_key_that_names_its_columns_is_asked_for_where_it_is_written_down(String text) {
        assertThatThrownBy(() -> RowKey.named(text, List.of("code"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(RowKey.named(" CODE = A", List.of("code")).text()).isEqualTo("code=A");
    }

    @Test
    void an_empty_text_is_no_key() {
        assertThatThrownBy(() -> RowKey.parse(" ", List.of("code"))).hasMessage("The key is empty");
        assertThatThrownBy(() -> RowKey.parse("")).hasMessageStartingWith("The key is wrong at character 1");
    }

    @Test
    void a_child_s_key_covers_its_parent_s() {
        RowKey child = key("product_code", "A", "region", "VIC");
        assertThat(child.covers(key("product_code", "A"))).isTrue();
        assertThat(child.covers(key("product_code", "B"))).isFalse();
        assertThat(key("product_code", "A").covers(child)).isFalse();
    }

    private static RowKey key(String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new RowKey(values);
    }
}
