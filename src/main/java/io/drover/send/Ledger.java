package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks a target whether a run has committed. Its answer stands above what this process believes (rule 6 of a run). */
public final class Ledger {

    private Ledger() {}

    /**
     * @return the counts of a committed run; empty when it did not commit
     * @throws SendException when the target cannot be asked
     */
    public static Optional<SendCounts> find(Database target, String site, long run) {
        try {
            return JdbcClient.create(target.dataSource())
                    .sql("select * from %s where site = ? and run = ?"
                            .formatted(target.vendor().kept("ledger")))
                    .params(site, run)
                    .query((result, row) -> new SendCounts(
                            result.getLong("read"),
                            result.getLong("equal"),
                            result.getLong("inserted"),
                            result.getLong("updated"),
                            result.getLong("removed"),
                            result.getLong("refused"),
                            result.getLong("held"),
                            result.getLong("skipped")))
                    .optional();
        } catch (DataAccessException e) {
            throw new SendException(
                    "The target #%s cannot be asked whether run %d committed: %s"
                            .formatted(target.name(), run, SqlProblem.tell(e)),
                    e);
        }
    }
}
