package io.drover.site;

import org.jspecify.annotations.Nullable;

/**
 * A route file as an integrator writes one: what a query of the ERP returns, as {@code code} and {@code name}, goes to
 * the table {@link #TABLE} of the shop.
 *
 * @param schedule of Send Changed, in words
 */
record TrialRoute(String task, String title, @Nullable String schedule, String query) {

    static final String TABLE = "public.trial";
    static final String CREATE = "create table if not exists " + TABLE + " (code text primary key, name text)";

    static TrialRoute of(String task) {
        return new TrialRoute(task, "Trial", null, "select 'A' as code, 'first' as name");
    }

    TrialRoute title(String text) {
        return new TrialRoute(task, text, schedule, query);
    }

    TrialRoute schedule(String words) {
        return new TrialRoute(task, title, words, query);
    }

    TrialRoute query(String text) {
        return new TrialRoute(task, title, schedule, text);
    }

    String yaml() {
        return """
                - route:
                    id: %1$s
                    description: Sends what a query returns
                    from:
                      uri: task:%1$s
                      parameters:
                        title: %2$s
                        queue: Trial %1$s%3$s
                      steps:
                        - to:
                            id: read
                            uri: sql:%4$s
                            parameters:
                              dataSource: "#pronto"
                              outputType: StreamList
                        - to:
                            uri: send:%5$s
                            parameters:
                              key: code
                """.formatted(task, title, schedule == null ? "" : "\n        changed: " + schedule, query, TABLE);
    }

    /** The same as a Java file for the class of that name. */
    String java(String type) {
        return """
                import org.apache.camel.builder.RouteBuilder;

                public class %s extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("task:%s?title=%s&queue=Java")
                                .routeId("%2$s")
                                .routeDescription("Sends what a query returns")
                                .to("sql:%s?dataSource=#pronto&outputType=StreamList")
                                .to("send:%s?key=code");
                    }
                }
                """.formatted(type, task, title, query, TABLE);
    }
}
