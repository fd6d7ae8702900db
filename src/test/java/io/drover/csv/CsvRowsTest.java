package io.drover.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.send.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of a file becomes, which lines are refused by name, and which damage fails the whole file. */
class CsvRowsTest {

    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    @TempDir
    Path folder;

    @Test
    void fields_arrive_as_text_and_an_empty_one_only_as_null_when_unquoted() throws IOException {
        List<Row> rows =
                read("\uFEFFCode,Name,Note\r\nA,\"Käse, \"\"jung\"\"\r\n🐄\",\r\n\r\nB, 1 ,\"\"\r\n", format());
        assertThat(rows.get(0).columns().names()).containsExactly("code", "name", "note");
        assertThat(values(rows.get(0))).containsExactly("A", "Käse, \"jung\"\r\n🐄", null);
        assertThat(values(rows.get(1))).containsExactly("B", " 1 ", "");
        assertThat(rows).hasSize(2);
    }

    @Test
    void a_text_may_stand_for_null_and_fields_may_be_unquoted() throws IOException {
        CsvFormat format = new CsvFormat(UTF_8, '\t', null, true, List.of(), "\\N", true);
        assertThat(values(read("a\tb\tc\n\\N\t\t5\" pipe\n", format).get(0))).containsExactly(null, "", "5\" pipe");
    }

    @Test
    void columns_choose_by_name_and_name_by_position() throws IOException {
        assertThat(read("Code,,Price,Name\nA,x,1,n\n", named(List.of("name", "code")))
                        .get(0))
                .containsExactly(Map.entry("name", "n"), Map.entry("code", "A"));
        CsvFormat position = new CsvFormat(UTF_8, ',', '"', false, List.of("code", "-", "price"), null, true);
        assertThat(read("A,x,1\n", position).get(0)).containsExactly(Map.entry("code", "A"), Map.entry("price", "1"));
    }

    @Test
    void a_file_in_another_charset_is_read_in_it() throws IOException {
        Path file = Files.write(folder.resolve("stock.csv"), "code\nKä€\n".getBytes(Charset.forName("windows-1252")));
        CsvFormat format = new CsvFormat(Charset.forName("windows-1252"), ',', '"', true, List.of(), null, true);
        assertThat(values(read(file, format).get(0))).containsExactly("Kä€");
        assertThatThrownBy(() -> read(file, format()))
                .isInstanceOf(CsvException.class)
                .hasMessageStartingWith("stock.csv line 2: its bytes are no text in UTF-8");
    }

    @Test
    void bytes_that_are_no_text_are_found_at_their_line_far_into_the_file() throws IOException {
        Path file = folder.resolve("stock.csv");
        Files.writeString(file, "code\n" + "123456789\n".repeat(20_000));
        Files.write(file, new byte[] {'x', (byte) 0xC3, '\n'}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> read(file, format())).hasMessageStartingWith("stock.csv line 20002:");
        Files.writeString(file, "code\nä");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 6));
        assertThatThrownBy(() -> read(file, format())).hasMessageStartingWith("stock.csv line 2:");
    }

    @Test
    void lines_that_do_not_fit_are_named_while_the_others_go_on() throws IOException {
        List<Row> rows = read("a,b\n1,2\n1\n\"x\ny\",2,3\n3,4\n", format());
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).unreadable())
                .isEqualTo(new Row.Unreadable("stock.csv line 3", "it has 1 fields, but the header has 2"));
        assertThat(rows.get(2).unreadable())
                .isEqualTo(new Row.Unreadable("stock.csv line 4", "it has 3 fields, but the header has 2"));
        assertThat(values(rows.get(3))).containsExactly("3", "4");
        assertThat(rows.get(3).unreadable()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b;1,\"2;3,4;          | Unclosed quoted field at end of input (record starting at line 2)",
                "a,b;1,\"2\"x;3,4;       | Unexpected character after closing quote: 'x'",
                "a,b;1,2;3,4             | stock.csv line 3: the last line has no line end",
                "a,b                     | stock.csv line 1: the last line has no line end",
                "a,A;1,2;                | stock.csv line 1: column A is named twice",
                "a,,b;1,2,3;             | stock.csv line 1: a column has no name"
            })
    void damage_fails_the_file(String text, String message) {
        assertThatThrownBy(() -> read(text.strip().replace(';', '\n'), format()))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("stock.csv")
                .hasMessageContaining(message);
    }

    @Test
    void a_missing_column_is_named_with_those_there_are() {
        assertThatThrownBy(() -> read("code,name\nA,n\n", named(List.of("code", "price"))))
                .hasMessage("stock.csv line 1: there is no column price; it has code, name");
    }

    @Test
    void exports_may_leave_the_last_line_end_out_when_told_so() throws IOException {
        CsvFormat format = new CsvFormat(UTF_8, ',', '"', true, List.of(), null, false);
        assertThat(read("a\n1\n2", format)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "a,b\n"})
    void a_file_without_lines_has_no_rows(String text) throws IOException {
        assertThat(read(text, format())).isEmpty();
    }

    @Test
    void a_file_that_grows_while_it_is_read_fails() throws IOException {
        Path file = Files.writeString(folder.resolve("stock.csv"), "a\n1\n");
        try (CsvRows rows = new CsvRows(CsvFile.of(file), format())) {
            Files.writeString(file, "2\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
                    .hasMessageContaining("was changed while it was read");
        }
    }

    @Test
    void two_million_lines_are_streamed() throws IOException {
        Path file = folder.resolve("stock.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("code,name,qty\n");
            for (int i = 0; i < 2_000_000; i++) {
                out.write("SKU" + i + ",\"Product " + i + "\"," + i % 100 + "\n");
            }
        }
        System.gc();
        long before = used();
        long most = 0;
        long count = 0;
        try (CsvRows rows = new CsvRows(CsvFile.of(file), format())) {
            while (rows.hasNext()) {
                rows.next();
                if (++count % 500_000 == 0) {
                    System.gc();
                    most = Math.max(most, used() - before);
                }
            }
        }
        assertThat(count).isEqualTo(2_000_000);
        assertThat(most).isLessThan(10_000_000);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static CsvFormat format() {
        return named(List.of());
    }

    private static CsvFormat named(List<String> columns) {
        return new CsvFormat(UTF_8, ',', '"', true, columns, null, true);
    }

    private List<Row> read(String text, CsvFormat format) throws IOException {
        return read(Files.writeString(folder.resolve("stock.csv"), text), format);
    }

    private static List<Row> read(Path file, CsvFormat format) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CsvRows read = new CsvRows(CsvFile.of(file), format)) {
            read.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().names().size(); i++) {
            values.add(row.value(i));
        }
        return values;
    }
}
