package io.drover.send;

import static java.util.stream.Collectors.joining;

import io.drover.Installation;
import io.drover.MariaServer;
import io.drover.send.SendLab.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A server that holds odd values, and what came of those that were sent. */
final class ValueSource implements AutoCloseable {

    /** What the lists call {@code lab.size}, {@code lab.code} and so on. */
    static final String TYPES = """
            create extension if not exists citext schema public;
            create extension if not exists hstore schema public;
            create type lab.size as enum ('small', 'large');
            create domain lab.code as varchar(3) check (value <> 'bad');
            create domain lab.amount as numeric(6,2) check (value >= 0);
            create type lab.pair as (a int, b text);
            """;

    /** Of a fixed offset, which a MariaDB server needs no tables for. */
    private static final ZoneId MARIA_ZONE = ZoneId.of("+11:00");

    private final SendLab lab;
    private final SendLab zoned;
    private final ValueRun run;
    private final Table table;
    private final Map<Integer, String> own = new HashMap<>();

    /** Makes a table with a column and a row for each value, and gives its query. */
    @FunctionalInterface
    private interface Table {
        String of(List<ValueCase> cases, ValueSource source) throws SQLException;
    }

    private ValueSource(SendLab lab, SendLab zoned, Table table) {
        this.lab = lab;
        this.zoned = zoned;
        this.table = table;
        this.run = new ValueRun(zoned);
        lab.create(TYPES, TYPES);
    }

    static ValueSource postgres(Installation drover) {
        SendLab lab = new SendLab(drover);
        SendLab zoned = lab.in(ZoneId.of("Australia/Melbourne"), ZoneId.of("UTC"));
        return new ValueSource(lab, zoned, (cases, source) -> source.postgresTable(cases));
    }

    static ValueSource mariaDb(Installation drover, MariaServer server) {
        SendLab lab = new SendLab(drover);
        server.schema("odd");
        JdbcClient maria = JdbcClient.create(new DriverManagerDataSource(
                server.url("odd") + "?sessionVariables=sql_mode='ALLOW_INVALID_DATES'", "drover", "drover"));
        SendLab zoned = lab.in(MARIA_ZONE, ZoneId.of("UTC")).reading(server.settings("pronto", "odd", MARIA_ZONE));
        return new ValueSource(lab, zoned, (cases, source) -> mariaTable(maria, cases));
    }

    void send(List<ValueCase> cases) throws SQLException {
        run.send(cases, this::step);
    }

    void check(ValueCase each) {
        run.check(each, own.get(each.line()));
    }

    private Step step(List<ValueCase> cases) {
        try {
            return SendLab.step("v", "id", table.of(cases, this));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String postgresTable(List<ValueCase> cases) throws SQLException {
        try (Connection erp = zoned.connectErp();
                Statement statement = erp.createStatement()) {
            statement.execute("drop table if exists lab.v; create table lab.v (id int primary key, %s)"
                    .formatted(columns(cases)));
            for (ValueCase each : cases) {
                statement.execute(insert("lab.v", each));
            }
            statement.execute("set time zone 'UTC'");
            for (ValueCase each : cases) {
                try (ResultSet row = statement.executeQuery(
                        "select %s::text from lab.v where id = %d".formatted(each.column(), each.line()))) {
                    row.next();
                    own.put(each.line(), row.getString(1));
                }
            }
        }
        return "select * from lab.v";
    }

    private static String mariaTable(JdbcClient maria, List<ValueCase> cases) {
        maria.sql("create or replace table v (id int primary key, %s) character set utf8mb4".formatted(columns(cases)))
                .update();
        for (ValueCase each : cases) {
            maria.sql(insert("v", each)).update();
        }
        return "select * from v";
    }

    private static String columns(List<ValueCase> cases) {
        return cases.stream().map(each -> each.column() + " " + each.from()).collect(joining(", "));
    }

    private static String insert(String table, ValueCase each) {
        return "insert into %s (id, %s) values (%d, %s)".formatted(table, each.column(), each.line(), each.value());
    }

    @Override
    public void close() {
        zoned.close();
        lab.close();
    }
}
