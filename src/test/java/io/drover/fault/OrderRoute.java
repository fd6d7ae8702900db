package io.drover.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes route files as a user would. */
final class OrderRoute {

    private static final String ORDERS = """
            - route:
                id: %1$s
                description: Sends orders with their lines
                from:
                  uri: task:%1$s
                  parameters:
            %2$s
                  steps:
            %3$s%4$s""";

    private static final String STEP = """
                    - to:
                        uri: sql:file:%s
                        parameters:
                          dataSource: "%s"
                          outputType: StreamList
                    - to:
                        uri: send:%s
                        parameters:
            %s
            """;

    private OrderRoute() {}

    /** The task {@code orders}: orders and lines from {@code #pronto} to {@code #web}. */
    static void write(Path routes) throws IOException {
        write(routes, "orders", "#pronto", "#web", "queue: Orders");
    }

    /** @param options of {@code task:}, one a line */
    static void write(Path routes, String task, String source, String target, String options) throws IOException {
        Path sql = Files.createDirectories(routes.resolve("sql"));
        Path orders = Files.writeString(sql.resolve("orders.sql"), OrderDatabases.READ);
        Path lines = Files.writeString(sql.resolve("order-lines.sql"), OrderDatabases.READ_LINES);
        String all = "source: \"%s\"\ntarget: \"%s\"\n%s".formatted(source, target, options);
        Files.writeString(
                routes.resolve(task + ".camel.yaml"),
                ORDERS.formatted(
                        task,
                        all.indent(8).stripTrailing(),
                        step(orders, source, "shop.sales_order", "key: order_no\ndataSource: \"%s\"".formatted(target)),
                        step(
                                lines,
                                source,
                                "shop.order_line",
                                "key: order_no,line\nwithin: order_no\ndataSource: \"%s\"".formatted(target))));
    }

    /** A task that sends what one query reads to one table. */
    static void writeOne(Path routes, String task, String query, String table, String key, String options)
            throws IOException {
        writeOne(routes, task, "#pronto", query, table, key, options);
    }

    /** The same from another source. */
    static void writeOne(
            Path routes, String task, String source, String query, String table, String key, String options)
            throws IOException {
        Path sql = Files.createDirectories(routes.resolve("sql")).resolve(task + ".sql");
        Files.writeString(sql, query);
        Files.writeString(
                routes.resolve(task + ".camel.yaml"),
                ORDERS.formatted(task, options.indent(8).stripTrailing(), step(sql, source, table, key), ""));
    }

    private static String step(Path sql, String source, String table, String options) {
        return STEP.formatted(sql, source, table, options.indent(14).stripTrailing());
    }
}
