package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.csv.CsvTestRows;
import io.drover.send.SendLab.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F46 to F50: odd fields of CSV files in a PostgreSQL target; csv.txt says what comes of each. */
@ExtendWith(Installation.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsvValuesTest {

    private static final List<ValueCase> CASES = ValueCase.read("csv.txt");

    @TempDir
    static Path folder;

    private final SendLab lab;
    private final SendLab zoned;
    private final ValueRun run;

    CsvValuesTest(Installation drover) {
        lab = new SendLab(drover);
        zoned = lab.in(ZoneId.of("Australia/Melbourne"), ZoneId.of("UTC"));
        run = new ValueRun(zoned);
    }

    @BeforeAll
    void send() throws SQLException {
        lab.create("", ValueSource.TYPES);
        run.send(CASES, CsvValuesTest::source);
    }

    /** A file with a column for each value. */
    private static Step source(List<ValueCase> cases) {
        StringBuilder text = new StringBuilder("id");
        cases.forEach(each -> text.append(',').append(each.column()));
        for (int row = 0; row < cases.size(); row++) {
            text.append('\n').append(cases.get(row).line());
            for (int column = 0; column < cases.size(); column++) {
                text.append(',').append(row == column ? field(cases.get(row)) : "");
            }
        }
        try {
            Path file = Files.writeString(folder.resolve(cases.get(0).line() + ".csv"), text.append('\n'));
            return SendLab.step("v", "id").of(CsvTestRows.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(ValueCase each) {
        boolean isQuoted = each.value().startsWith("\"") && each.value().endsWith("\"");
        return each.value().equals("null")
                ? ""
                : isQuoted ? each.value() : "\"" + each.value().replace("\"", "\"\"") + "\"";
    }

    @AfterAll
    void close() {
        zoned.close();
        lab.close();
    }

    static List<ValueCase> values() {
        return CASES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void F46_to_F50_a_field_arrives_as_it_is_or_by_a_rule_or_is_refused(ValueCase each) {
        run.check(each, "");
    }

    @Test
    void the_list_has_at_least_140_values() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(140);
    }
}
