package io.drover.run;

import io.drover.db.ControlDatabase;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The view {@code dead_run}: runs whose node is gone. Thread-safe; each method is one statement. */
public final class DeadRuns {

    /** Whoever has had a gap itself cannot tell yet who of the others is gone; its own former life is gone for sure. */
    private static final String MAY_JUDGE = """
            exists (select from drover.node me
                     where me.node = :me
                       and (d.node = me.node and d.token < me.life
                            or d.node <> me.node and me.beats_since < clock_timestamp() - interval '7 seconds'))
            """;

    private final JdbcClient client;
    private final String node;

    /** @param token with which it was claimed */
    record DeadRun(long run, String node, long token) {}

    /** @param node that looks */
    public DeadRuns(ControlDatabase control, String node) {
        this.client = control.client();
        this.node = node;
    }

    List<DeadRun> of(String site) {
        return client.sql("select d.run, d.node, d.token from drover.dead_run d where d.site = :site and " + MAY_JUDGE)
                .param("site", site)
                .param("me", node)
                .query((result, row) ->
                        new DeadRun(result.getLong("run"), result.getString("node"), result.getLong("token")))
                .list();
    }

    /**
     * Makes a dead run this node's, so that one node alone decides what became of it.
     *
     * @return its new token, higher than those of all claims so far; empty when it is not dead any more, or another's
     */
    Optional<Long> takeOver(DeadRun dead) {
        return client.sql("""
                update drover.task_run r set node = :me, token = nextval('drover.run_token')
                  from drover.dead_run d
                 where r.run = :run and r.token = :token and r.status = 'RUNNING' and d.run = r.run and
                """ + MAY_JUDGE + " returning r.token")
                .param("me", node)
                .param("run", dead.run())
                .param("token", dead.token())
                .query(Long.class)
                .optional();
    }

    /** How many runs of a site are executed by other nodes, dead or alive. */
    public int elsewhere(String site) {
        return client.sql("select count(*) from drover.task_run where site = ? and status = 'RUNNING' and node <> ?")
                .params(site, node)
                .query(Integer.class)
                .single();
    }
}
