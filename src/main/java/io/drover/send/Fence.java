package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes a queue over from a node that is gone, in the target itself (rule 6 of a run). */
public final class Fence {

    /** How long a commit that is under way is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Fence() {}

    /**
     * When this returns, each commit of an older claim has either happened, so that its ledger is to be seen, or never
     * will.
     *
     * @param token higher than those of all claims that are shut out
     * @throws SendException when the target cannot be asked or an older commit does not come to its end within 10 s
     */
    public static void take(Database target, String site, String queue, long token) {
        JdbcClient client = JdbcClient.create(target.dataSource());
        try {
            new TransactionTemplate(new DataSourceTransactionManager(target.dataSource()))
                    .executeWithoutResult(status -> {
                        client.sql(target.vendor().lockPatience(PATIENCE)).update();
                        raise(client, target.vendor(), site, queue, token);
                    });
        } catch (DataAccessException | TransactionException e) {
            throw new SendException(
                    "The target #%s cannot be asked what became of the runs of queue %s: %s"
                            .formatted(target.name(), queue, SqlProblem.tell(e)),
                    e);
        }
    }

    /**
     * Waits for an older claim that is just committing, and shuts out those that come later.
     *
     * @return the newest claim there is; the row stays locked until the transaction ends
     */
    static long raise(JdbcClient client, Vendor vendor, String site, String queue, long token) {
        String fence = vendor.kept("fence");
        client.sql("insert into %s (site, queue, token) values (?, ?, ?) ".formatted(fence)
                        + vendor.orElse(
                                "site, queue",
                                "token = greatest(%s.token, %s)".formatted(fence, vendor.offered("token"))))
                .params(site, queue, token)
                .update();
        return client.sql("select token from %s where site = ? and queue = ?".formatted(fence))
                .params(site, queue)
                .query(Long.class)
                .single();
    }
}
