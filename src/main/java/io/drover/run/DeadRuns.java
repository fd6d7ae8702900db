package io.drover.run;

import io.drover.db.ControlDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The view {@code dead_run}: runs of a site whose node is gone. Thread-safe; each method is one statement at most. */
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
    /** Those that this node has taken over, or tried to, and that have no result yet as far as it knows. */
    private final Map<Long, DeadRun> taken = new ConcurrentHashMap<>();

    /**
     * @param node that is gone
     * @param token with which that node had claimed the run
     */
    record DeadRun(long run, String node, long token) {}

    /** @param node that looks */
    public DeadRuns(ControlDatabase control, String node) {
        this.client = control.client();
        this.node = node;
    }

    /** Those that wait for somebody, and those that this node has taken over already. */
    List<DeadRun> of(String site) {
        List<DeadRun> waiting = client.sql(
                        "select d.run, d.node, d.token from drover.dead_run d where d.site = :site and " + MAY_JUDGE)
                .param("site", site)
                .param("me", node)
                .query((result, row) ->
                        new DeadRun(result.getLong("run"), result.getString("node"), result.getLong("token")))
                .list();
        return Stream.concat(List.copyOf(taken.values()).stream(), waiting.stream())
                .toList();
    }

    /** Whether this node has the run only to find out what became of it, and not to execute it. */
    boolean isTaken(long run) {
        return taken.containsKey(run);
    }

    /** Whether this node owes any of those that it took over their result. */
    public boolean owesResults() {
        return !taken.isEmpty();
    }

    /**
     * Makes a dead run this node's, so that one node alone decides what became of it.
     *
     * @return its new token, higher than those of all claims so far; empty when it is not dead any more, or another's
     */
    Optional<Long> takeOver(DeadRun dead) {
        // Put down first: of a take-over whose answer is lost nobody else would know.
        Optional<Long> token = taken.putIfAbsent(dead.run(), dead) == null ? take(dead) : kept(dead);
        if (token.isEmpty()) {
            taken.remove(dead.run());
        }
        return token;
    }

    private Optional<Long> take(DeadRun dead) {
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

    private Optional<Long> kept(DeadRun dead) {
        return client.sql(
                        "select token from drover.task_run where run = ? and node = ? and token > ? and status = 'RUNNING'")
                .params(dead.run(), node, dead.token())
                .query(Long.class)
                .optional();
    }

    /** The run has its result. */
    void ended(long run) {
        taken.remove(run);
    }

    /** Says of a run that has no result yet why that is. */
    void tell(long run, String message) {
        client.sql("update drover.task_run set message = ? where run = ? and status = 'RUNNING'")
                .params(message, run)
                .update();
    }

    /**
     * How many runs of a site are executed by other nodes, dead or alive.
     *
     * @param apart those that do not count
     */
    public int elsewhere(String site, Collection<Long> apart) {
        return client.sql("""
                select count(*) from drover.task_run
                 where site = ? and status = 'RUNNING' and node <> ? and run <> all (?::bigint[])
                """)
                .params(site, node, apart.toArray(Long[]::new))
                .query(Integer.class)
                .single();
    }
}
