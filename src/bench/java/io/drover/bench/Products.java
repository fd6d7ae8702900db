package io.drover.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The table {@code bench.product_N} of source and target: N rows of 20 columns, about 345 bytes each as binary COPY,
 * stored in the order of their keys. Changes are made in the source, as an ERP makes them.
 */
final class Products {

    static final List<String> COLUMNS = List.of(
            "sku",
            "description",
            "description_2",
            "barcode",
            "brand",
            "category",
            "supplier",
            "unit",
            "status",
            "price",
            "cost",
            "tax_rate",
            "weight",
            "on_hand",
            "allocated",
            "active",
            "web_visible",
            "created",
            "last_change",
            "notes");

    private static final List<String> INDEXES = List.of("description", "barcode", "brand, category", "last_change");

    private static final String DEFINITION = """
            create table %s (
              sku text primary key, description text not null, description_2 text, barcode text not null,
              brand text not null, category text not null, supplier text not null, unit varchar(8) not null,
              status char(1) not null, price numeric(14,4) not null, cost numeric(14,4), tax_rate numeric(5,2) not null,
              weight numeric(12,3), on_hand integer not null, allocated bigint not null, active boolean not null,
              web_visible boolean not null, created date not null, last_change timestamp not null, notes text)
            """;

    private static final String FILLING = """
            insert into %s
            select 'P' || lpad(n::text, 9, '0'), 'Product ' || n || ' of the range ' || left(md5(n::text), 31),
                   case when n %% 3 > 0 then 'Colour ' || n %% 50 || ', size ' || n %% 12 end,
                   lpad((n * 7919)::text, 13, '0'), 'Brand ' || n %% 400, 'C' || lpad((n %% 900)::text, 4, '0'),
                   'S' || lpad((n %% 5000)::text, 6, '0'), (array['EACH', 'BOX', 'PACK', 'ROLL'])[1 + n %% 4],
                   (array['A', 'D', 'N'])[1 + n %% 3], (n %% 100000) / 7.0,
                   case when n %% 11 > 0 then (n %% 100000) / 9.0 end, 10, (n %% 5000) / 3.0, n %% 1000,
                   n * 31 %% 100000, n %% 5 <> 0, n %% 7 = 0, date '2015-01-01' + (n %% 4000)::integer,
                   timestamp '2020-01-01' + n %% 100000000 * interval '1.000001 second',
                   case when n %% 4 > 0 then repeat(md5((n * 3)::text), 3) end
              from generate_series(1::bigint, %d) as all_rows (n)
            """;

    private final Servers servers;
    private final long rows;
    private final String table;
    private int generation;

    /** Makes the table in both databases and fills the source; the target is empty. */
    Products(Servers servers, long rows) {
        this.servers = servers;
        this.rows = rows;
        this.table = "bench.product_" + rows;
        for (BenchDatabase database : List.of(servers.source(), servers.target())) {
            run(database, "create schema if not exists bench");
            run(database, DEFINITION.formatted(table));
            run(database, DEFINITION.formatted(emptyTable()));
        }
        run(servers.source(), FILLING.formatted(table, rows));
        run(servers.source(), "create index on " + table + " (last_change)");
        settle();
    }

    String table() {
        return table;
    }

    /** Name of the task and of its files. */
    String task() {
        return "product-" + rows;
    }

    /** A table of the target that is always empty, and its task. */
    String emptyTable() {
        return table + "_empty";
    }

    String emptyTask() {
        return task() + "-empty";
    }

    long rows() {
        return rows;
    }

    static String columnList() {
        return String.join(", ", COLUMNS);
    }

    /** An upsert of one row; its values are parameters named like the columns, each after this prefix. */
    String upsert(String prefix) {
        return "insert into %s (%s) values (%s) %s"
                .formatted(
                        table,
                        columnList(),
                        COLUMNS.stream().map(column -> prefix + column).collect(Collectors.joining(", ")),
                        onConflict());
    }

    static String onConflict() {
        return COLUMNS.stream()
                .skip(1)
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ", "on conflict (sku) do update set ", ""));
    }

    void settle() {
        servers.settle(table);
    }

    /** Changes 1 % of the source's rows, removes 0.1 % and adds 0.1 %, between the others. */
    void changeOnePercent() {
        int each = ++generation;
        run(servers.source(), "delete from %s where %s %% 1000 = %d".formatted(table, number(), (each * 7 + 3) % 1000));
        changeOneIn(100);
        run(
                servers.source(),
                "insert into %s select sku || '-%d', %s from %1$s where length(sku) = 10 and %s %% 1000 = %d"
                        .formatted(
                                table,
                                each,
                                String.join(", ", COLUMNS.subList(1, COLUMNS.size())),
                                number(),
                                (each * 7 + 5) % 1000));
    }

    /** Changes one row in so many and stamps it, at the source's time; nothing is added or removed. */
    void changeOneIn(int many) {
        int each = ++generation;
        run(
                servers.source(),
                "update %s set price = price + 0.01, last_change = localtimestamp where %s %% %d = %d"
                        .formatted(table, number(), many, each % many));
    }

    /** Changes every row of the source and stores it anew in its order. */
    void changeAll() {
        changeOneIn(1);
        run(servers.source(), "cluster %s using %s_pkey".formatted(table, table.substring(table.indexOf('.') + 1)));
    }

    private static String number() {
        return "substr(sku, 2, 9)::bigint";
    }

    void emptyTarget() {
        run(servers.target(), "truncate " + table);
    }

    /** Gives the target four secondary indexes. */
    void indexTarget() {
        for (int i = 0; i < INDEXES.size(); i++) {
            run(servers.target(), "create index secondary_%d on %s (%s)".formatted(i, table, INDEXES.get(i)));
        }
    }

    void dropTargetIndexes() {
        for (int i = 0; i < INDEXES.size(); i++) {
            run(servers.target(), "drop index bench.secondary_" + i);
        }
    }

    /** @throws IllegalStateException unless both tables hold the same rows: then a figure would mean nothing */
    void checkEqual(String method) {
        String source = fingerprint(servers.source());
        String target = fingerprint(servers.target());
        if (!source.equals(target)) {
            throw new IllegalStateException("%s left %s unequal: source %s, target %s (rows, sum of their hashes)"
                    .formatted(method, table, source, target));
        }
    }

    private String fingerprint(BenchDatabase database) {
        return database.sql()
                .sql("select count(*) || ', ' || coalesce(sum(hash_record_extended(row, 0)), 0) from " + table + " row")
                .query(String.class)
                .single();
    }

    void drop() {
        run(servers.source(), "drop table " + table);
        run(servers.target(), "drop table " + table);
    }

    private static void run(BenchDatabase database, String sql) {
        database.sql().sql(sql).update();
    }
}
