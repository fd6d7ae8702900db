package io.drover.task;

import io.drover.send.SendEndpoint;
import io.drover.task.TaskEndpoint.When;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;

/** The tasks of a site, read from its Camel context and from nowhere else. Thread-safe. */
public final class TaskCatalogue {

    private final CamelContext context;

    public TaskCatalogue(CamelContext context) {
        this.context = context;
    }

    /** All tasks whose route is loaded, started or not, by name. */
    public List<Task> tasks() {
        return taskRoutes()
                .map(route -> endpoint(route).getName())
                .distinct()
                .sorted()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    public Optional<Task> find(String name) {
        Optional<Route> route = route(name);
        while (true) {
            Optional<Task> task = route.flatMap(this::task);
            if (task.isPresent()) {
                return task;
            }
            Optional<Route> now = route(name);
            if (now.equals(route)) {
                return task;
            }
            // A newer version has taken over since it was looked up.
            route = now;
        }
    }

    /** Lets a run into the newest version of a task; empty while its route is not started. */
    public Optional<TaskEntry> enter(String name) {
        while (true) {
            Route route = route(name).orElse(null);
            if (route == null || !(route.getConsumer() instanceof TaskConsumer consumer)) {
                return Optional.empty();
            }
            if (consumer.enter()) {
                // Nobody removes a route that a run is in, so its definition is there.
                return Optional.of(new TaskEntry(task(route).orElseThrow(), consumer));
            }
            if (!consumer.isRetired()) {
                return Optional.empty();
            }
            // A newer version has taken over since it was looked up.
        }
    }

    /** The newest version of a task that lets runs in; where none does, the newest there is. Each run asks several times. */
    private Optional<Route> route(String name) {
        Route newest = null;
        Route newestStarted = null;
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof TaskEndpoint endpoint
                    && endpoint.getName().equals(name)
                    && !(route.getConsumer() instanceof TaskConsumer known && known.isRetired())) {
                newest = route;
                if (route.getConsumer() instanceof TaskConsumer known && known.isStarted()) {
                    newestStarted = route;
                }
            }
        }
        return Optional.ofNullable(newestStarted == null ? newest : newestStarted);
    }

    private Stream<Route> taskRoutes() {
        return context.getRoutes().stream().filter(route -> route.getEndpoint() instanceof TaskEndpoint);
    }

    private static TaskEndpoint endpoint(Route route) {
        return (TaskEndpoint) route.getEndpoint();
    }

    /** Empty for a route that is being removed at this moment. */
    private Optional<Task> task(Route route) {
        Optional<Task> known =
                route.getConsumer() instanceof TaskConsumer consumer ? consumer.task() : Optional.empty();
        return known.or(() -> defined(route));
    }

    private Optional<Task> defined(Route route) {
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(route.getRouteId());
        if (definition == null) {
            return Optional.empty();
        }
        return Optional.of(
                route.getConsumer() instanceof TaskConsumer consumer
                        ? consumer.task(() -> task(route, definition))
                        : task(route, definition));
    }

    private Task task(Route route, RouteDefinition definition) {
        return endpoint(route)
                .task(
                        Optional.ofNullable(route.getDescription()).orElse(""),
                        Optional.ofNullable(route.getSourceLocationShort()).orElse(""),
                        asks(definition),
                        tables(definition));
    }

    /**
     * The task that a route would define, without its being loaded; empty for a route that does not begin with
     * {@code task:}.
     *
     * @throws IllegalArgumentException naming the option that makes no sense
     */
    public Optional<Task> define(RouteDefinition definition) {
        return context.getEndpoint(definition.getInput().getEndpointUri()) instanceof TaskEndpoint endpoint
                ? Optional.of(endpoint.task(
                        Optional.ofNullable(definition.getDescriptionText()).orElse(""),
                        "",
                        asks(definition),
                        tables(definition)))
                : Optional.empty();
    }

    private SortedSet<String> asks(RouteDefinition definition) {
        return steps(definition, "task:", TaskEndpoint.class)
                .filter(step -> !step.isAny())
                .map(TaskEndpoint::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The steps of a task, as its newest version has them, that ask for runs when it ends; empty for an unknown task. */
    public List<StepWish> wishes(String task) {
        return definition(task)
                .map(route -> steps(route, "task:", TaskEndpoint.class)
                        .filter(step -> !step.isAny() && step.when() != When.NOW)
                        .map(step -> new StepWish(
                                TaskProducer.request(task, step.getName(), step.mode()),
                                step.when() == When.ENDED,
                                isAlwaysReached(route, step)))
                        .toList())
                .orElse(List.of());
    }

    private boolean isAlwaysReached(RouteDefinition route, TaskEndpoint step) {
        List<ProcessorDefinition<?>> outputs = route.getOutputs();
        return !has(outputs, StopDefinition.class)
                && !has(outputs, OnExceptionDefinition.class)
                && outputs.stream()
                        .anyMatch(output ->
                                output instanceof ToDefinition to && context.getEndpoint(to.getEndpointUri()) == step);
    }

    private static boolean has(List<ProcessorDefinition<?>> outputs, Class<? extends ProcessorDefinition<?>> type) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(outputs, type).stream()
                .findAny()
                .isPresent();
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
        definition(task)
                .ifPresent(route ->
                        sends(route).forEach(send -> keys.putIfAbsent(send.getTable(), columns(send.getKey()))));
        return keys;
    }

    private Optional<RouteDefinition> definition(String task) {
        return route(task).map(route -> ((ModelCamelContext) context).getRouteDefinition(route.getRouteId()));
    }

    /**
     * True where a task reads and sends rows and nothing else, so that executing its route and taking it back leaves
     * nothing behind, however often.
     */
    public boolean onlySends(String task) {
        return definition(task)
                .filter(route -> route.getOutputs().stream().allMatch(TaskCatalogue::readsOrSends))
                .isPresent();
    }

    private static boolean readsOrSends(ProcessorDefinition<?> step) {
        return step instanceof LogDefinition
                || step instanceof ToDefinition to
                        && (to.getEndpointUri().startsWith("sql:")
                                || to.getEndpointUri().startsWith("send:"));
    }

    private static List<String> columns(String key) {
        return Arrays.stream(key.split(",", -1)).map(String::strip).toList();
    }

    private Stream<SendEndpoint> sends(RouteDefinition definition) {
        return steps(definition, "send:", SendEndpoint.class);
    }

    private <T> Stream<T> steps(RouteDefinition definition, String scheme, Class<T> type) {
        return RouteDefinitionHelper.gatherAllEndpointUris(context, definition, false, true, false).stream()
                .filter(uri -> uri.startsWith(scheme))
                .map(context::getEndpoint)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
