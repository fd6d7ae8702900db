package io.drover.site;

import io.drover.db.SqlProblem;
import io.drover.site.CarriedTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.sql.SqlEndpoint;
import org.jspecify.annotations.Nullable;

/** What the route files of a site say: for people who want to read them. Changes nothing. Thread-safe. */
public final class RouteSources {

    private final CamelContext context;
    private final RouteFolder folder;
    private final RouteFiles files;

    RouteSources(CamelContext context, RouteFolder folder, RouteFiles files) {
        this.context = context;
        this.folder = folder;
        this.files = files;
    }

    /** Of the file that defines a task, or any other route; empty where there was none at the last look. */
    public Optional<RouteSource> find(String name) {
        return files.files().stream()
                .filter(file -> file.task().equals(name))
                .findFirst()
                .map(file -> source(file, files.inUse(name).orElse(null)));
    }

    private RouteSource source(RouteFile file, @Nullable RouteDraft inUse) {
        SourceText route = new SourceText(
                file.file(),
                files.path(file.task()).map(this::textOfRoute).orElse(null),
                inUse == null ? null : inUse.text());
        if (inUse == null) {
            return new RouteSource(file, route, List.of(), List.of());
        }
        RouteStep begin = new RouteSteps(context).of(inUse.definition());
        List<String> order = begin.all().map(RouteStep::what).toList();
        List<SourceText> queries = inUse.queries().entrySet().stream()
                .map(query -> new SourceText(query.getKey().toString(), text(query.getKey()), query.getValue()))
                .sorted(Comparator.comparingInt(query -> order.indexOf(query.file())))
                .toList();
        return new RouteSource(file, route, queries, List.of(begin));
    }

    private @Nullable String textOfRoute(Path file) {
        try {
            folder.check(file);
        } catch (IOException | BrokenRouteException e) {
            return null;
        }
        return text(file);
    }

    /** What is wrong with it is told among the problems of the file. */
    private static @Nullable String text(Path file) {
        try {
            return RouteText.read(file);
        } catch (IOException | BrokenRouteException e) {
            return null;
        }
    }

    /**
     * The columns that a task brings to each table, send by send. Asks the databases of its queries, which may take as long
     * as they take to answer; executes nothing.
     */
    public List<CarriedTable> columns(String name) {
        return files.inUse(name).stream()
                .flatMap(draft -> SentQuery.of(context, draft.definition()).stream())
                .map(this::carried)
                .toList();
    }

    private CarriedTable carried(SentQuery sent) {
        String table = sent.send().getTable();
        SqlEndpoint query = sent.query();
        if (query == null) {
            return new CarriedTable(table, List.of(), "The first line of each file names them");
        }
        try {
            List<Column> columns = SentQuery.columns(context, query).stream()
                    .flatMap(column ->
                            sent.send().filledBy(column.name()).stream().map(name -> new Column(name, column.type())))
                    .toList();
            return new CarriedTable(table, columns, null);
        } catch (SQLException e) {
            return new CarriedTable(table, List.of(), SqlProblem.describe(e));
        } catch (Exception e) {
            return new CarriedTable(table, List.of(), RouteFault.describe(e));
        }
    }
}
