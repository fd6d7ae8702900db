package io.drover.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An ERP with orders and a shop that shows them. The total of an order is the sum of its lines' quantities, in every
 * committed state, so that an order of which only a part arrived is seen. The tables wait at {@link FailPoint}s, and
 * triggers of the shop write down what really changes there, by transaction.
 */
final class OrderDatabases {

    /** How many orders there are before any test changes them. */
    static final int SEEDED = 3000;

    static final String READ = """
            select s.order_no, s.customer, s.total, s.gone
              from (select * from erp.sales_order
                     where cast(:#since as timestamptz) is null or stamp >= cast(:#since as timestamptz)
                     order by order_no offset 0) s
             where case when s.order_no = %d then erp.wait(%d) else true end
            """.formatted(FailPoint.MIDDLE, FailPoint.MID_READ.number());

    static final String READ_LINES = """
            select s.order_no, s.line, s.qty
              from (select l.* from erp.order_line l join erp.sales_order o using (order_no)
                     where not o.gone
                       and (cast(:#since as timestamptz) is null or o.stamp >= cast(:#since as timestamptz))
                     order by l.order_no, l.line offset 0) s
             where case when s.order_no = %d then erp.wait(%d) else true end
            """.formatted(FailPoint.LAST, FailPoint.AFTER_READ.number());

    /**
     * Whoever waits at a fail-point waits as long as the test likes, whatever Drover's patience with locks is. What is
     * cancelled there keeps no lock: it goes with the inner block.
     */
    private static final String WAIT = """
            create schema %1$s;
            create function %1$s.wait(point int) returns boolean language plpgsql set lock_timeout = 0 as $$
              begin
                begin
                  perform pg_advisory_xact_lock_shared(point);
                  raise 'passed' using errcode = 'PASSD';
                exception when sqlstate 'PASSD' then null;
                end;
                return true;
              end $$;
            create function %1$s.wait() returns trigger language plpgsql as $$
              begin perform %1$s.wait(tg_argv[0]::int); return new; end $$;
            """;

    private static final String ERP = """
            create table erp.sales_order (order_no int primary key, customer text not null, total int not null,
                                          gone boolean not null default false, stamp timestamptz not null default now());
            create table erp.order_line (order_no int not null references erp.sales_order, line int not null,
                                         qty int not null, primary key (order_no, line));
            create index on erp.sales_order (stamp);
            insert into erp.sales_order
              select n, 'D' || n %% 100, n %% 7 + 1 + n %% 5 + 1, false, now() - interval '1 day'
                from (select generate_series(1, %d) union all select %d) as orders (n);
            insert into erp.order_line select order_no, 1, order_no %% 7 + 1 from erp.sales_order;
            insert into erp.order_line select order_no, 2, order_no %% 5 + 1 from erp.sales_order;
            """;

    /** Lines have no unique key here, so that a line which came twice would stay. */
    private static final String SHOP = """
            create table shop.sales_order (order_no int primary key, customer text not null, total int not null);
            create table shop.order_line (order_no int not null references shop.sales_order, line int not null,
                                          qty int not null);
            create index on shop.order_line (order_no, line);
            create table shop.audit (tx xid8 not null default pg_current_xact_id(), op text not null,
                                     of text not null, equal boolean not null);
            create table shop.audit_run (tx xid8 not null default pg_current_xact_id(), run bigint not null);
            create function shop.audit() returns trigger language plpgsql as $$
              begin insert into shop.audit (op, of, equal)
                    values (tg_op, coalesce(new, old)::text, tg_op = 'UPDATE' and old is not distinct from new);
                    return null; end $$;
            create function shop.audit_run() returns trigger language plpgsql as $$
              begin insert into shop.audit_run (run) values (new.run); return null; end $$;
            create trigger audit after insert or update or delete on shop.sales_order
              for each row execute function shop.audit();
            create trigger audit after insert or update or delete on shop.order_line
              for each row execute function shop.audit();
            create trigger wait before insert or update on shop.sales_order
              for each row when (new.order_no = %1$d) execute function shop.wait(%2$d);
            """;

    /** Drover's staging tables, which it makes in each run: each gets a trigger as soon as it is there. */
    private static final String STAGING = """
            create function shop.wait_in_staging() returns event_trigger language plpgsql as $$
              declare staging regclass;
              begin
                for staging in select objid from pg_event_trigger_ddl_commands() join pg_attribute on attrelid = objid
                                where schema_name = 'pg_temp' and attname = 'c0' and atttypid = 'int'::regtype loop
                  execute format('create trigger wait before insert on %%s for each row when (new.c0 = %1$d)'
                                 ' execute function shop.wait(%2$d)', staging);
                end loop;
              end $$;
            create event trigger wait_in_staging on ddl_command_end when tag in ('CREATE TABLE')
              execute function shop.wait_in_staging();
            """;

    /** Drover's own tables, which it makes at its first send. */
    private static final String LEDGER = """
            create trigger audit after insert on drover.ledger for each row execute function shop.audit_run();
            create trigger wait before insert on drover.ledger for each row execute function shop.wait(%d);
            create trigger wait before insert or update on drover.watermark for each row execute function shop.wait(%d);
            create constraint trigger wait_late after insert on drover.ledger deferrable initially deferred
              for each row execute function shop.wait(%d);
            truncate shop.audit;
            """;

    /** Runs of tasks that send nothing pass. */
    private static final String CONTROL = """
            create trigger wait before update on drover.task_run
              for each row when (new.status = 'ENDED' and new.inserted + new.updated + new.removed > 0)
              execute function fault.wait(%d);
            """;

    private final JdbcClient erp;
    private final JdbcClient shop;
    private final JdbcClient control;

    OrderDatabases(JdbcClient erp, JdbcClient shop, JdbcClient control) {
        this.erp = erp;
        this.shop = shop;
        this.control = control;
    }

    /** Makes the tables of ERP and shop, whose databases must be there and empty. */
    void create() {
        run(erp, WAIT.formatted("erp") + ERP.formatted(SEEDED, FailPoint.LAST));
        run(
                shop,
                WAIT.formatted("shop")
                        + SHOP.formatted(FailPoint.MIDDLE, FailPoint.MID_APPLY.number())
                        + STAGING.formatted(FailPoint.MIDDLE, FailPoint.MID_STAGE.number()));
    }

    /** Watches the tables that Drover made in the shop. To be called once, after its first send. */
    void watchShop() {
        run(
                shop,
                LEDGER.formatted(
                        FailPoint.BEFORE_LEDGER.number(),
                        FailPoint.BEFORE_WATERMARK.number(),
                        FailPoint.DURING_COMMIT.number()));
    }

    /** Lets the history of runs wait at its fail-point. To be called once, after Drover's first start. */
    void watchControl() {
        run(control, WAIT.formatted("fault") + CONTROL.formatted(FailPoint.AFTER_COMMIT.number()));
    }

    /** Makes one more table of the shop, whose changes are counted as those of the others. */
    void createShown(String table, String columns) {
        run(shop, """
                create table shop.%1$s (%2$s);
                create trigger audit after insert or update or delete on shop.%1$s
                  for each row execute function shop.audit();
                """.formatted(table, columns));
    }

    private static void run(JdbcClient client, String script) {
        client.sql(script.replace("$$", "$body$")).update();
    }

    JdbcClient erp() {
        return erp;
    }

    JdbcClient shop() {
        return shop;
    }

    JdbcClient control() {
        return control;
    }

    /** Changes some hundred orders in one transaction, among them those at which the fail-points wait. */
    void change() {
        // Heads first, as all writers do: whoever has the head of an order has its lines.
        run(erp, """
                update erp.sales_order set total = total + 1, stamp = now()
                 where order_no between %1$d - 100 and %1$d + 100 or order_no = %2$d;
                update erp.order_line set qty = qty + 1
                 where line = 1 and (order_no between %1$d - 100 and %1$d + 100 or order_no = %2$d);
                """.formatted(FailPoint.MIDDLE, FailPoint.LAST));
    }

    /** The rows that the shop should have, by table and key. */
    Map<String, String> wanted() {
        return rows(erp, """
                select 'order ' || order_no, concat_ws('|', customer, total) from erp.sales_order where not gone
                union all select 'line ' || order_no || '/' || line, qty::text
                            from erp.order_line join erp.sales_order using (order_no) where not gone
                """).entrySet().stream()
                .collect(
                        TreeMap::new,
                        (map, row) -> map.put(row.getKey(), row.getValue().get(0)),
                        Map::putAll);
    }

    /** Keys of orders that the ERP has deleted. */
    List<String> deleted() {
        return erp.sql("select 'order ' || order_no from erp.sales_order where gone")
                .query(String.class)
                .list();
    }

    /** What the shop has, by table and key; a key may have more rows than one. */
    Map<String, List<String>> shown() {
        return rows(shop, """
                select 'order ' || order_no, concat_ws('|', customer, total) from shop.sales_order
                union all select 'line ' || order_no || '/' || line, qty::text from shop.order_line
                """);
    }

    private static Map<String, List<String>> rows(JdbcClient client, String sql) {
        Map<String, List<String>> rows = new TreeMap<>();
        client.sql(sql).query(result -> {
            rows.computeIfAbsent(result.getString(1), key -> new ArrayList<>(1)).add(result.getString(2));
        });
        return rows;
    }
}
