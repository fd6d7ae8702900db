package io.drover.task;

import io.drover.send.SendEndpoint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;

/** The tasks of a site, read from its Camel context and from nowhere else. Thread-safe. */
public final class TaskCatalogue {

    private final CamelContext context;

    public TaskCatalogue(CamelContext context) {
        this.context = context;
    }

    /** All tasks whose route is loaded, started or not, by name. */
    public List<Task> tasks() {
        return context.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof TaskEndpoint)
                .flatMap(route -> task(route).stream())
                .sorted(Comparator.comparing(Task::name))
                .toList();
    }

    public Optional<Task> find(String name) {
        return route(name).flatMap(this::task);
    }

    /** The entry of a task's route; empty while that route is not started. */
    public Optional<TaskConsumer> entry(String name) {
        return route(name)
                .map(Route::getConsumer)
                .filter(TaskConsumer.class::isInstance)
                .map(TaskConsumer.class::cast)
                .filter(TaskConsumer::isStarted);
    }

    private Optional<Route> route(String name) {
        return Optional.ofNullable(context.getRoute(name)).filter(route -> route.getEndpoint() instanceof TaskEndpoint);
    }

    /** Empty for a route that is being replaced or removed at this moment. */
    private Optional<Task> task(Route route) {
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(route.getRouteId());
        if (definition == null) {
            return Optional.empty();
        }
        return Optional.of(((TaskEndpoint) route.getEndpoint())
                .task(
                        Optional.ofNullable(route.getDescription()).orElse(""),
                        Optional.ofNullable(route.getSourceLocationShort()).orElse(""),
                        tables(definition)));
    }

    private SortedMap<String, SortedSet<String>> tables(RouteDefinition definition) {
        SortedMap<String, SortedSet<String>> tables = new TreeMap<>();
        sends(definition)
                .forEach(send -> tables.computeIfAbsent(send.database(), database -> new TreeSet<>())
                        .add(send.getTable()));
        return tables;
    }

    /** The columns of the key of each table that a task sends, in the order of its steps; empty for an unknown task. */
    public Map<String, List<String>> keys(String task) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(task);
        if (definition != null) {
            sends(definition).forEach(send -> keys.putIfAbsent(send.getTable(), columns(send.getKey())));
        }
        return keys;
    }

    private static List<String> columns(String key) {
        return Arrays.stream(key.split(",", -1)).map(String::strip).toList();
    }

    private Stream<SendEndpoint> sends(RouteDefinition definition) {
        return RouteDefinitionHelper.gatherAllEndpointUris(context, definition, false, true, false).stream()
                .filter(uri -> uri.startsWith("send:"))
                .map(context::getEndpoint)
                .filter(SendEndpoint.class::isInstance)
                .map(SendEndpoint.class::cast);
    }
}
