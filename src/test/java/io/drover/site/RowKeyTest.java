package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as people write them become keys as runs know them. */
class RowKeyTest {

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
        assertThat(RowKey.normal(written, List.of("code", "region"))).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "code=A",
                "code=A, region=VIC, level=1",
                "code=A, code=B",
                "code=A, regions=VIC",
                "code=\"A, region=VIC",
                "code=\"A\"x, region=VIC",
                "code=A, region=VIC,"
            })
    void what_is_no_key_of_the_table_is_refused(String written) {
        assertThatThrownBy(() -> RowKey.normal(written, List.of("code", "region")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The key ");
    }
}
