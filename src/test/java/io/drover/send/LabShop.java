package io.drover.send;

import io.drover.MariaServer;
import io.drover.config.DatabaseSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shop of a {@link SendLab}: a schema {@code lab}, where each vendor says some things in its own way. */
interface LabShop {

    /** Takes several statements at once. */
    JdbcClient client();

    void drop();

    /** Makes the tables of the shop, and that of the audit. */
    void create(String tables);

    /** Lets the audit watch a table. */
    void audit(String table);

    /** What the audit saw since it was asked last, as {@code table OP}. */
    List<String> audited();

    /** Whole rows as PostgreSQL writes them, in the order of the first column. */
    List<String> rows(String table);

    record Postgres(JdbcClient client) implements LabShop {

        private static final String AUDIT = """
                create table lab.audit (of text, op text, key text, old jsonb, new jsonb);
                create function lab.audit() returns trigger language plpgsql as $body$
                  begin insert into lab.audit values (tg_table_name, tg_op, null, to_jsonb(old), to_jsonb(new));
                        return null; end $body$;
                """;

        @Override
        public void drop() {
            client.sql("drop schema if exists lab cascade").update();
        }

        @Override
        public void create(String tables) {
            client.sql("create schema lab; " + AUDIT + tables).update();
        }

        @Override
        public void audit(String table) {
            client.sql(
                            "create trigger audit after insert or update or delete on lab.%s for each row execute function lab.audit()"
                                    .formatted(table))
                    .update();
        }

        @Override
        public List<String> audited() {
            return client.sql("delete from lab.audit returning of || ' ' || op")
                    .query(String.class)
                    .list();
        }

        @Override
        public List<String> rows(String table) {
            return client.sql("select t::text from lab.%s t order by 1".formatted(table))
                    .query(String.class)
                    .list();
        }
    }

    /** The database {@code lab} of the server; tables of Drover's own stay in it from one test to the next. */
    record MariaDb(JdbcClient client) implements LabShop {

        private static final String URL = "lab?allowMultiQueries=true";

        MariaDb(MariaServer server) {
            this(clientOf(server));
        }

        private static JdbcClient clientOf(MariaServer server) {
            server.client("mysql").sql("create database if not exists lab").update();
            return server.client(URL);
        }

        static DatabaseSettings settings(MariaServer server) {
            return server.settings("web", "lab", ZoneId.of("+02:00"));
        }

        @Override
        public void drop() {
            List<String> tables = client.sql("""
                    select table_name from information_schema.tables
                     where table_schema = 'lab' and table_name not like 'drover\\_%'
                    """).query(String.class).list();
            Stream<String> drops = tables.stream().map(table -> "drop table `%s`; ".formatted(table));
            client.sql("set foreign_key_checks = 0; " + String.join("", drops.toList()) + "set foreign_key_checks = 1")
                    .update();
        }

        @Override
        public void create(String tables) {
            client.sql("create table lab.audit (of_table varchar(64), op varchar(10)); " + tables)
                    .update();
        }

        @Override
        public void audit(String table) {
            for (String op : List.of("INSERT", "UPDATE", "DELETE")) {
                client.sql(
                                "create trigger lab.audit_%1$s_%2$s after %1$s on lab.%2$s for each row insert into lab.audit values ('%2$s', '%1$s')"
                                        .formatted(op, table))
                        .update();
            }
        }

        @Override
        public List<String> audited() {
            List<String> seen = client.sql("select concat(of_table, ' ', op) from lab.audit")
                    .query(String.class)
                    .list();
            client.sql("delete from lab.audit").update();
            return seen;
        }

        @Override
        public List<String> rows(String table) {
            return client.sql("select * from lab.%s order by 1".formatted(table))
                    .query((result, row) -> composite(result))
                    .list();
        }

        private static String composite(ResultSet result) throws SQLException {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                String value = result.getString(i);
                values.add(value == null ? "" : value.matches("[^ ,\"()]+") ? value : '"' + value + '"');
            }
            return "(" + String.join(",", values) + ")";
        }
    }
}
