package io.drover.site;

import io.drover.db.ControlDatabase;
import io.drover.run.RunStore;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The nodes that serve a site: their bells ring and their queues are open, or that is not proved to be over yet. Nodes
 * come and go one at a time, because each of it is a transaction that holds the site's row. Thread-safe.
 */
final class SiteNodes {

    private final String site;
    private final String node;
    private final ControlDatabase control;
    private final JdbcClient client;
    private final RunStore runs;

    SiteNodes(String site, String node, ControlDatabase control, RunStore runs) {
        this.site = site;
        this.node = node;
        this.control = control;
        this.client = control.client();
        this.runs = runs;
    }

    /**
     * From now on this node serves the site. The first to come ends what still waits from before: a start commences
     * nothing (PR5).
     *
     * @return whether it is the first
     */
    boolean enter() {
        return control.inTransaction(() -> {
            lock();
            boolean isFirst = !isServedElsewhere();
            if (isFirst) {
                runs.endWaiting(
                        site, "Still waiting when site %s was started; a start commences nothing".formatted(site));
            }
            client.sql("insert into drover.node_site (node, site) values (?, ?) on conflict do nothing")
                    .params(node, site)
                    .update();
            return isFirst;
        });
    }

    /**
     * From now on this node serves the site no more. The last to go ends what waits.
     *
     * @param message what is said of the runs that waited
     */
    void leave(String message) {
        control.inTransaction(() -> {
            lock();
            client.sql("delete from drover.node_site where node = ? and site = ?")
                    .params(node, site)
                    .update();
            return isServedElsewhere() ? 0 : runs.endWaiting(site, message);
        });
    }

    /** Not against those who only refer to the site: a click is taken meanwhile. */
    private void lock() {
        client.sql("select from drover.site where site = ? for no key update")
                .param(site)
                .query((result, row) -> site)
                .single();
    }

    /** True while another node that is alive serves the site. */
    boolean isServedElsewhere() {
        return client.sql("""
                select exists (select from drover.node_site join drover.live_node using (node)
                                where site = ? and node <> ?)
                """).params(site, node).query(Boolean.class).single();
    }

    /** True on one node of those that serve the site and are alive. */
    boolean isFirst() {
        return client.sql("""
                select coalesce(min(node), :node) = :node from drover.node_site join drover.live_node using (node)
                 where site = :site
                """)
                .param("site", site)
                .param("node", node)
                .query(Boolean.class)
                .single();
    }
}
