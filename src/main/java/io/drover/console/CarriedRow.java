package io.drover.console;

import io.drover.site.RouteSource;
import io.drover.site.RouteStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a task brings to one table.
 *
 * @param way from which database to which
 * @param how by which key, and how rows are found
 * @param from the query or the folder that its rows come from
 * @param fromLink where that stands on the page; null where it is no file of SQL
 * @param which rows, as the first lines of the query say it; empty where they say nothing
 */
public record CarriedRow(
        String table,
        String way,
        String how,
        String from,
        @Nullable String fromLink,
        String which) {

    /** In the order of the steps. */
    static List<CarriedRow> of(RouteSource source) {
        List<CarriedRow> rows = new ArrayList<>();
        RouteStep read = null;
        for (RouteStep step : source.begin().stream().flatMap(RouteStep::all).toList()) {
            if (step.kind() == RouteStep.Kind.READ) {
                read = step;
            } else if (step.kind() == RouteStep.Kind.SEND) {
                rows.add(row(step, read, source));
            }
        }
        return rows;
    }

    private static CarriedRow row(RouteStep send, @Nullable RouteStep read, RouteSource source) {
        String target = Objects.requireNonNullElse(send.database(), "");
        if (read == null) {
            return new CarriedRow(send.what(), "→ " + target, send.note(), "", null, "");
        }
        String way = "%s → %s".formatted(read.database(), target);
        for (int i = 0; i < source.queries().size(); i++) {
            if (source.queries().get(i).file().equals(read.what())) {
                String text = Objects.requireNonNullElse(source.queries().get(i).inUse(), "");
                return new CarriedRow(
                        send.what(), way, send.note(), read.what(), "#" + RouteBox.queryId(i), comment(text));
            }
        }
        return new CarriedRow(send.what(), way, send.note(), read.what(), null, "");
    }

    /** The comment at the top of a query. */
    private static String comment(String sql) {
        return sql.lines()
                .takeWhile(line -> line.startsWith("--"))
                .map(line -> line.substring(2).strip())
                .collect(Collectors.joining(" "))
                .strip();
    }
}
