package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.MariaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each line of the tables in docs/types.md is true. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class TypesDocTest {

    private static final Pattern LINE = Pattern.compile("\\| `(.+?)` \\| `(.+?)` \\| `(.+?)`[^|]* \\| (.+?) \\|");

    private final Installation drover;
    private final MariaServer maria;

    TypesDocTest(Installation drover, MariaServer maria) {
        this.drover = drover;
        this.maria = maria;
    }

    @Test
    void from_postgresql_to_postgresql() throws IOException, SQLException {
        try (ValueSource source = ValueSource.postgres(drover)) {
            check(source, "## From PostgreSQL to PostgreSQL", 50);
        }
    }

    @Test
    void from_mariadb_to_postgresql() throws IOException, SQLException {
        try (ValueSource source = ValueSource.mariaDb(drover, maria)) {
            check(source, "## From MariaDB to PostgreSQL", 20);
        }
    }

    private static void check(ValueSource source, String section, int lines) throws IOException, SQLException {
        List<ValueCase> cases = cases(section);
        assertThat(cases).hasSizeGreaterThan(lines);
        source.send(cases);
        assertThat(cases).allSatisfy(source::check);
    }

    private static List<ValueCase> cases(String section) throws IOException {
        List<String> page = Files.readAllLines(Path.of("docs/types.md"));
        List<ValueCase> cases = new ArrayList<>();
        for (int i = page.indexOf(section) + 1; i < page.size() && !page.get(i).startsWith("## "); i++) {
            Matcher line = LINE.matcher(page.get(i));
            if (line.matches()) {
                cases.add(ValueCase.of(i + 1, line.group(1), line.group(2), line.group(3), line.group(4)));
            } else {
                assertThat(page.get(i)).as("a line of the table").doesNotStartWith("| `");
            }
        }
        return cases;
    }
}
