package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The highest numbers that a target knows of a site. A run or a claim of a lower number is not new to it.
 *
 * @param run 0 where it knows none
 * @param token of a claim; 0 where it knows none
 */
public record TargetNumbers(long run, long token) {

    /**
     * Asks a target; Drover's own tables are made there where they are missing.
     *
     * @throws SendException when the target cannot be asked
     */
    public static TargetNumbers of(Database target, String site) {
        TargetState.prepare(target);
        try {
            JdbcClient client = JdbcClient.create(target.dataSource());
            return new TargetNumbers(
                    highest(client, "run", target.vendor().kept("ledger"), site),
                    highest(client, "token", target.vendor().kept("fence"), site));
        } catch (DataAccessException e) {
            throw new SendException(
                    "The target #%s cannot be asked which runs it knows: %s"
                            .formatted(target.name(), SqlProblem.tell(e)),
                    e);
        }
    }

    private static long highest(JdbcClient client, String column, String table, String site) {
        return client.sql("select coalesce(max(%s), 0) from %s where site = ?".formatted(column, table))
                .param(site)
                .query(Long.class)
                .single();
    }
}
