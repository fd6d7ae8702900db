package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.run.RunningRun.StopRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code stop_request}: how a node has a run stopped that another one executes. Thread-safe. */
public final class StopRequests {

    private final JdbcClient client;
    private final String node;

    /** @param node whose runs are asked about */
    public StopRequests(ControlDatabase control, String node) {
        this.client = control.client();
        this.node = node;
    }

    /** Asks, and tells the node at once when the transaction of the caller commits. The first to ask is heard. */
    public void ask(long run, StopRequest request) {
        client.sql("insert into drover.stop_request (run, by, reason) values (?, ?, ?) on conflict do nothing")
                .params(run, request.by(), request.reason())
                .update();
    }

    /** What this node is asked to stop on a site, by run. */
    public Map<Long, StopRequest> ofThisNode(String site) {
        Map<Long, StopRequest> asked = new LinkedHashMap<>();
        client.sql("""
                select s.* from drover.stop_request s join drover.task_run r using (run)
                 where r.site = ? and r.node = ? and r.status = 'RUNNING'
                """).params(site, node).query(result -> {
            asked.put(result.getLong("run"), new StopRequest(result.getString("by"), result.getString("reason")));
        });
        return asked;
    }

    /** Tells whoever waits for it that the run has ended. */
    public void tellEnd(Run run) {
        client.sql("select pg_notify('drover', ?)")
                .param("ENDED %s %d".formatted(run.site(), run.run()))
                .query((result, row) -> "")
                .single();
    }

    /** Whether this node still holds the claim with which it executes a run. */
    public boolean isHeld(Run run) {
        return client.sql(
                        "select exists (select from drover.task_run where run = ? and token = ? and status = 'RUNNING')")
                .params(run.run(), run.token())
                .query(Boolean.class)
                .single();
    }
}
