package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reliability.md has each failure F15 to F68 once, each test that it names shows that failure, and its full sizes are
 * those of the profile {@code full}.
 */
class ReliabilityDocTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| F(\\d+) \\|[^|]*\\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern RANGE = Pattern.compile("F(\\d+)_to_F(\\d+)_.*");
    private static final Pattern FULL_SIZE = Pattern.compile("-D(drover\\.[a-z.]+)=(\\d+)");
    private static final Pattern PROFILE_SIZE = Pattern.compile("<(drover\\.(?!slack)[a-z.]+)>(\\d+)<");
    private static final String ELSEWHERE = "see [types.md](types.md)";

    private final JavaClasses tests = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.drover");

    /** What a row says of a failure. */
    private record Row(String drover, List<String> tests) {}

    private static TreeMap<Integer, Row> rows() throws IOException {
        TreeMap<Integer, Row> rows = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("docs/reliability.md")))
                .results()
                .toList()) {
            List<String> names = TEST.matcher(row.group(3))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            Row twin =
                    rows.put(Integer.valueOf(row.group(1)), new Row(row.group(2).strip(), names));
            assertThat(twin).as("a second row F" + row.group(1)).isNull();
        }
        return rows;
    }

    @Test
    void every_failure_has_its_row_and_every_row_its_tests() throws IOException {
        TreeMap<Integer, Row> rows = rows();
        assertThat(rows.keySet())
                .containsAll(IntStream.rangeClosed(15, 68).boxed().toList());
        rows.forEach((number, row) -> {
            assertThat(row.tests().isEmpty())
                    .as("F%d names no test", number)
                    .isEqualTo(row.drover().equals(ELSEWHERE));
            for (String test : row.tests()) {
                assertThat(methods(test)).as("a test F%d_… in %s", number, test).anyMatch(name -> shows(name, number));
            }
        });
    }

    @Test
    void the_full_sizes_are_those_of_the_profile() throws IOException {
        Map<String, String> said = sizes(FULL_SIZE, Files.readString(Path.of("docs/reliability.md")));
        String pom = Files.readString(Path.of("pom.xml"));
        Map<String, String> done = sizes(PROFILE_SIZE, pom);
        assertThat(said).isNotEmpty().isEqualTo(done);
    }

    private static Map<String, String> sizes(Pattern size, String text) {
        return size.matcher(text)
                .results()
                .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2), (one, same) -> one));
    }

    /** {@code F31_…}, {@code F31_F34_…} and {@code F45_to_F50_…}. */
    private static boolean shows(String test, int failure) {
        Matcher range = RANGE.matcher(test);
        return range.matches()
                ? Integer.parseInt(range.group(1)) <= failure && failure <= Integer.parseInt(range.group(2))
                : test.matches("(F\\d+_)*F%d_.*".formatted(failure));
    }

    private Stream<String> methods(String test) {
        return tests.stream()
                .filter(each -> each.getSimpleName().equals(test))
                .map(JavaClass::getAllMethods)
                .flatMap(methods -> methods.stream().map(JavaMethod::getName));
    }
}
