package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F45 to F50: odd values of a PostgreSQL source in a PostgreSQL target; postgres.txt says what comes of each. */
@ExtendWith(Installation.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresValuesTest {

    private static final List<ValueCase> CASES = ValueCase.read("postgres.txt");

    private final ValueSource source;

    PostgresValuesTest(Installation drover) {
        source = ValueSource.postgres(drover);
    }

    @BeforeAll
    void send() throws SQLException {
        source.send(CASES);
    }

    @AfterAll
    void close() {
        source.close();
    }

    static List<ValueCase> values() {
        return CASES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void F45_to_F50_a_value_arrives_as_it_is_or_by_a_rule_or_is_refused(ValueCase each) {
        source.check(each);
    }

    @Test
    void the_list_has_at_least_140_values() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(140);
    }
}
