package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A query of a run, as part of another one. */
@ExtendWith(Installation.Shared.class)
class AskedQueryTest {

    private static final String QUERY = "select n from generate_series(cast(? as int), cast(? as int)) n";

    private final Installation drover;

    AskedQueryTest(Installation drover) {
        this.drover = drover;
    }

    /** What is done with a statement of a run before it is executed. */
    @FunctionalInterface
    private interface Preparation {
        void on(PreparedStatement statement) throws SQLException;
    }

    /** Asks in a run, and then what its rows add up to, as part of another query. */
    private long sumWhenAskedAgain(Preparation preparation) throws SQLException {
        try (SiteDatabases databases =
                        SiteDatabases.open(drover.server().settings().sites().get(0));
                RunConnections run = new RunConnections(databases, "pronto", Set.of("web"))) {
            run.bind();
            try (Connection lent = new SiteDataSource(databases.get("pronto")).getConnection();
                    PreparedStatement statement = lent.prepareStatement(QUERY)) {
                preparation.on(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    AskedQuery query = Objects.requireNonNull(RunConnections.asked(rows.getStatement()));
                    return query.canBeAskedAgain() ? sum(query) : -1;
                }
            } finally {
                run.unbind();
            }
        }
    }

    private static long sum(AskedQuery query) throws SQLException {
        try (PreparedStatement statement = query.again("select sum(n) from (", ") q where n > ?")) {
            statement.setInt(query.parameters() + 1, 1);
            try (ResultSet sum = statement.executeQuery()) {
                sum.next();
                return sum.getLong(1);
            }
        }
    }

    @Test
    void a_query_is_asked_again_with_its_parameters() throws SQLException {
        assertThat(sumWhenAskedAgain(statement -> {
                    statement.setObject(1, 1);
                    statement.setString(2, "4");
                    statement.setFetchSize(2);
                }))
                .isEqualTo(2 + 3 + 4);
    }

    @Test
    void only_the_last_of_several_parameters_counts() throws SQLException {
        assertThat(sumWhenAskedAgain(statement -> {
                    statement.setObject(1, 1);
                    statement.setObject(2, 4);
                    statement.setObject(2, 3);
                }))
                .isEqualTo(2 + 3);
    }

    @Test
    void a_query_with_a_bound_on_its_rows_is_not_asked_again() throws SQLException {
        assertThat(sumWhenAskedAgain(statement -> {
                    statement.setInt(1, 1);
                    statement.setInt(2, 4);
                    statement.setMaxRows(2);
                }))
                .isEqualTo(-1);
    }

    @Test
    void a_query_with_a_stream_for_a_parameter_is_not_asked_again() throws SQLException {
        assertThat(sumWhenAskedAgain(statement -> {
                    statement.setInt(1, 1);
                    statement.setCharacterStream(2, new StringReader("4"), 1);
                }))
                .isEqualTo(-1);
    }
}
