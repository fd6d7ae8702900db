import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jumpmind.symmetric.ClientSymmetricEngine;

/**
 * Two nodes of SymmetricDS in one process, which speak to each other without HTTP, and an initial load of one table with
 * the bulk loader. Its triggers and tables are removed afterwards.
 */
final class SymmetricPeer {

    private static final long POLL_NANOS = 20_000_000;

    private SymmetricPeer() {}

    /** Takes the table with its schema. */
    public static void main(String[] arguments) throws Exception {
        String schema = arguments[0].replaceFirst("\\..*", "");
        String table = arguments[0].replaceFirst(".*\\.", "");
        ClientSymmetricEngine erp = new ClientSymmetricEngine(settings("erp", "000", "SOURCE"), true);
        erp.setup();
        configure(schema, table);
        erp.start();
        erp.openRegistration("shop", "001");
        ClientSymmetricEngine shop = new ClientSymmetricEngine(settings("shop", "001", "TARGET"), true);
        shop.start();
        while (!shop.isRegistered()) {
            shop.pull();
            LockSupport.parkNanos(POLL_NANOS);
        }
        erp.syncTriggers();
        try {
            long begin = System.nanoTime();
            erp.reloadNode("001", "bench");
            while (isLoading()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            System.out.println("bench: " + (System.nanoTime() - begin) / 1e9);
        } finally {
            shop.uninstall();
            erp.uninstall();
            shop.destroy();
            erp.destroy();
        }
        System.exit(0);
    }

    private static Properties settings(String group, String node, String database) {
        Properties settings = new Properties();
        settings.setProperty("engine.name", group);
        settings.setProperty("group.id", group);
        settings.setProperty("external.id", node);
        settings.setProperty("db.driver", "org.postgresql.Driver");
        settings.setProperty("db.url", System.getenv(database + "_URL") + "?stringtype=unspecified");
        settings.setProperty("db.user", System.getenv(database + "_USER"));
        settings.setProperty("db.password", System.getenv(database + "_PASSWORD"));
        settings.setProperty("transport.type", "internal");
        settings.setProperty("sync.url", url(group));
        settings.setProperty("registration.url", group.equals("erp") ? "" : url("erp"));
        settings.setProperty("initial.load.delete.first", "true");
        settings.setProperty("job.pull.period.time.ms", "200");
        settings.setProperty("job.push.period.time.ms", "200");
        settings.setProperty("job.routing.period.time.ms", "200");
        settings.setProperty("job.initial.load.queue.period.time.ms", "200");
        settings.setProperty("job.initial.load.extract.period.time.ms", "200");
        return settings;
    }

    /** A name only: nothing listens there. */
    private static String url(String group) {
        return "http://localhost/sync/" + group;
    }

    private static void configure(String schema, String table) throws SQLException {
        try (Connection connection = connect("SOURCE");
                Statement statement = connection.createStatement()) {
            for (String sql :
                    """
                    insert into sym_node_group (node_group_id) values ('shop') on conflict do nothing;
                    insert into sym_node_group_link (source_node_group_id, target_node_group_id, data_event_action)
                         values ('erp', 'shop', 'W') on conflict do nothing;
                    update sym_channel set data_loader_type = 'bulk', max_batch_size = 10000 where channel_id = 'reload';
                    insert into sym_channel (channel_id, processing_order, max_batch_size, enabled, data_loader_type)
                         values ('products', 1, 10000, 1, 'bulk');
                    insert into sym_router (router_id, source_node_group_id, target_node_group_id, target_schema_name,
                                            router_type, create_time, last_update_time)
                         values ('products', 'erp', 'shop', 'SCHEMA', 'default', now(), now());
                    insert into sym_trigger (trigger_id, source_schema_name, source_table_name, channel_id,
                                             create_time, last_update_time)
                         values ('products', 'SCHEMA', 'TABLE', 'products', now(), now());
                    insert into sym_trigger_router (trigger_id, router_id, initial_load_order, create_time,
                                                    last_update_time)
                         values ('products', 'products', 1, now(), now())
                    """.replace("SCHEMA", schema).replace("TABLE", table).split(";")) {
                statement.execute(sql);
            }
        }
    }

    /** Whether the load that was asked for has not ended; it fails if a batch of it did. */
    private static boolean isLoading() throws SQLException {
        try (Connection connection = connect("SOURCE");
                Statement statement = connection.createStatement()) {
            try (ResultSet failed = statement.executeQuery(
                    "select sql_message from sym_outgoing_batch where error_flag = 1 and sql_message is not null")) {
                if (failed.next()) {
                    throw new IllegalStateException(failed.getString(1));
                }
            }
            try (ResultSet done = statement.executeQuery("select 1 from sym_table_reload_status where completed = 1")) {
                return !done.next();
            }
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                System.getenv(database + "_URL"),
                System.getenv(database + "_USER"),
                System.getenv(database + "_PASSWORD"));
    }
}
