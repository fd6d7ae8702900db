package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measured map of SQLSTATEs (RELIABILITY.md), and what other vendors say instead. */
class SqlClassTest {

    @ParameterizedTest
    @CsvSource({
        "08001, 0, HEALS",
        "08003, 0, HEALS",
        "08006, 0, HEALS",
        "08S01, 0, HEALS",
        "57P01, 0, HEALS",
        "57P02, 0, HEALS",
        "57P03, 0, HEALS",
        "53300, 0, HEALS",
        "40001, 0, HEALS",
        "40P01, 0, HEALS",
        "55P03, 0, HEALS",
        "25P03, 0, HEALS",
        "HY000, 1205, HEALS",
        "40001, 1213, HEALS",
        "08004, 1040, HEALS",
        "70100, 1927, HEALS",
        "HY000, 2006, HEALS",
        "53100, 0, HEALS_SLOWLY",
        "53400, 0, HEALS_SLOWLY",
        "25006, 0, HEALS_SLOWLY",
        "55000, 0, HEALS_SLOWLY",
        "HY000, 1021, HEALS_SLOWLY",
        "HY000, 1290, HEALS_SLOWLY",
        "28P01, 0, NEVER",
        "28000, 1045, NEVER",
        "08004, 0, NEVER",
        "08P01, 0, NEVER",
        "3D000, 0, NEVER",
        "42501, 0, NEVER",
        "42703, 0, NEVER",
        "42P01, 0, NEVER",
        "42S02, 1146, NEVER",
        "25P02, 0, NEVER",
        "XX000, 1205, NEVER",
        "HY000, 1064, NEVER",
        "22001, 0, ROW",
        "22P02, 0, ROW",
        "23502, 0, ROW",
        "23505, 0, ROW",
        "23000, 1062, ROW",
        "57014, 0, CANCELLED",
        "70100, 1317, CANCELLED"
    })
    void a_state_has_its_class(String state, int number, SqlClass expected) {
        assertThat(SqlClass.of(new SQLException("x", state, number))).isEqualTo(expected);
    }

    @Test
    void without_a_state_the_kind_decides() {
        assertThat(SqlClass.of(new SQLException("x"))).isEqualTo(SqlClass.NEVER);
        assertThat(SqlClass.of(new SQLTransientConnectionException("pool used up")))
                .isEqualTo(SqlClass.HEALS);
        assertThat(SqlClass.of(new SQLRecoverableException("connection closed")))
                .isEqualTo(SqlClass.HEALS);
        assertThat(SqlClass.of(new SQLTimeoutException("too long"))).isEqualTo(SqlClass.CANCELLED);
    }

    @Test
    void what_pool_and_batch_wrap_is_what_counts() {
        SQLException password = new SQLException("wrong password", "28P01");
        SQLTransientConnectionException pool = new SQLTransientConnectionException("no connection", password);
        assertThat(SqlClass.of(pool)).isEqualTo(SqlClass.NEVER);
        BatchUpdateException batch = new BatchUpdateException("batch", "HY000", new int[0]);
        batch.setNextException(new SQLException("deadlock", "40P01"));
        assertThat(SqlClass.of(batch)).isEqualTo(SqlClass.HEALS);
    }
}
