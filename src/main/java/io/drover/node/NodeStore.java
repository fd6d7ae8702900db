package io.drover.node;

import io.drover.db.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The table {@code node}. Thread-safe; each method is one statement. */
final class NodeStore {

    private final JdbcClient client;

    /**
     * What a sign of life was answered.
     *
     * @param isKnown false when another process bears this name now
     * @param live all nodes that are alive, by name
     * @param deadSites sites with runs whose node is gone
     * @param stopSites sites with runs of this node that are to be stopped
     * @param queues in which runs wait, told as triggers tell it: the net below a signal that was lost
     */
    record Answer(
            boolean isKnown, List<String> live, List<String> deadSites, List<String> stopSites, List<String> queues) {}

    NodeStore(Database database) {
        this.client = JdbcClient.create(database.dataSource());
    }

    /**
     * Takes a name, unless a process that bears it is alive: it has sent a sign of life lately and has its session still.
     *
     * @param session what the server shows as the name of this node's sessions
     * @return the life of this process under that name; empty when the name is taken
     */
    Optional<Long> join(String name, String address, String version, ZoneId zone, String session) {
        return client.sql("""
                insert into drover.node as n (node, life, address, version, zone)
                values (:node, nextval('drover.run_token'), :address, :version, :zone)
                on conflict (node) do update
                   set life = excluded.life, address = excluded.address, version = excluded.version,
                       zone = excluded.zone, started_at = excluded.started_at, beat_at = excluded.beat_at, beats_since = excluded.beats_since
                 where n.beat_at < clock_timestamp() - interval '7 seconds'
                    or not exists (select from pg_stat_activity
                                    where application_name = :session and datname = current_database()
                                      and pid <> pg_backend_pid())
                returning life
                """)
                .param("node", name)
                .param("address", address)
                .param("version", version)
                .param("zone", zone.getId())
                .param("session", session)
                .query(Long.class)
                .optional();
    }

    /** Forgets where an earlier process of this name served sites, and nodes that nobody has seen for a day. */
    void tidy(String name) {
        client.sql("delete from drover.node_site where node = ?").param(name).update();
        client.sql("delete from drover.node where beat_at < clock_timestamp() - interval '1 day'")
                .update();
    }

    /**
     * Sends a sign of life and asks what there is to do, in one statement: it is sent all the time, and is all that an idle
     * node asks.
     */
    static Answer beat(Connection connection, String name, long life) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("""
                with beat as (
                  update drover.node
                     set beat_at = clock_timestamp(),
                         beats_since = case when beat_at < clock_timestamp() - interval '7 seconds'
                                            then clock_timestamp() else beats_since end
                   where node = :node and life = :life
                  returning beats_since < clock_timestamp() - interval '7 seconds' as may_judge)
                select exists (select from beat) as known,
                       array(select node from drover.live_node order by node) as live,
                       array(select distinct d.site from drover.dead_run d, beat
                              where d.node <> :node and may_judge or d.node = :node and d.token < :life) as dead,
                       array(select distinct r.site from drover.stop_request s join drover.task_run r using (run)
                              where r.status = 'RUNNING' and r.node = :node) as stops,
                       array(select distinct 'QUEUE ' || site || ' ' || queue from drover.task_run
                              where status = 'QUEUED') as queues
                """)
                .param("node", name)
                .param("life", life)
                .query((result, row) -> new Answer(
                        result.getBoolean("known"),
                        texts(result.getArray("live")),
                        texts(result.getArray("dead")),
                        texts(result.getArray("stops")),
                        texts(result.getArray("queues"))))
                .single();
    }

    /** To be called when nothing of this process runs any more: whatever is left of it counts as dead at once. */
    void leave(String name, long life) {
        client.sql("delete from drover.node where node = ? and life = ?")
                .params(name, life)
                .update();
    }

    Optional<Node> find(String name) {
        return list().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** By name, the dead among them. */
    List<Node> list() {
        return client.sql("""
                select n.*, exists (select from drover.live_node l where l.node = n.node) as alive,
                       array(select site from drover.node_site s where s.node = n.node order by site) as sites
                  from drover.node n order by node
                """).query(NodeStore::node).list();
    }

    private static Node node(ResultSet result, int row) throws SQLException {
        return new Node(
                result.getString("node"),
                result.getString("address"),
                result.getString("version"),
                result.getString("zone"),
                result.getTimestamp("started_at").toInstant(),
                result.getTimestamp("beat_at").toInstant(),
                result.getBoolean("alive"),
                texts(result.getArray("sites")));
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
