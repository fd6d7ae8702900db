package io.drover.run;

import io.drover.config.DroverException;
import io.drover.db.SqlProblem;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Says in one line why a route failed and at which step; the stack goes to the server's log only. */
final class RunFailure {

    /** A query that stands in the route file itself may be long; its beginning tells which one it is. */
    private static final int LONGEST_STEP = 80;

    private RunFailure() {}

    /** @param exchange that went through the route; null where none did */
    static String describe(@Nullable Exchange exchange, Throwable failure) {
        String problem = problem(failure);
        String step = exchange == null
                ? null
                : step(ReadStep.of(exchange, failure, exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class)));
        return step == null || problem.contains(step) ? problem : step + ": " + problem;
    }

    private static String problem(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DroverException) {
                return String.valueOf(each.getMessage());
            }
        }
        SQLException sql = SqlProblem.in(failure);
        if (sql != null) {
            return SqlProblem.describe(sql);
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    /** {@code sql://file:routes/sql/product.sql?dataSource=…} is {@code routes/sql/product.sql} to a person. */
    private static @Nullable String step(@Nullable String endpoint) {
        if (endpoint == null) {
            return null;
        }
        String uri = endpoint.contains("?") ? endpoint.substring(0, endpoint.indexOf('?')) : endpoint;
        String step = uri.replace("sql://file:", "")
                .replace("send://", "")
                .replace("csv://", "")
                .replace("command://", "")
                .replace("://", ":")
                .replace("%20", " ");
        return step.length() > LONGEST_STEP ? step.substring(0, LONGEST_STEP) + "…" : step;
    }
}
