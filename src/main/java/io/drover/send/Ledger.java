package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks a target whether a run has committed. Its answer stands above what this process believes (rule 6 of a run). */
public final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private Ledger() {}

    /**
     * @return the counts of a committed run; empty when it did not commit or the target cannot be asked
     */
    public static Optional<SendCounts> find(Database target, String site, long run) {
        try {
            return JdbcClient.create(target.dataSource())
                    .sql("select * from drover.ledger where site = ? and run = ?")
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
            SQLException problem = SqlProblem.in(e);
            LOG.warn(
                    "site={} run={}: the ledger of #{} cannot be read: {}",
                    site,
                    run,
                    target.name(),
                    problem == null ? e.getMessage() : SqlProblem.describe(problem));
            return Optional.empty();
        }
    }
}
