package io.drover.site;

import io.drover.command.CommandEndpoint;
import io.drover.config.NearMiss;
import io.drover.csv.CsvEndpoint;
import io.drover.mail.MailEndpoint;
import io.drover.schedule.ChainGraph;
import io.drover.schedule.Frequency;
import io.drover.schedule.TimetableWords;
import io.drover.send.SendEndpoint;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads one route file and finds what is wrong with it, as far as that can be said without a database. The one way in for
 * boot, reload and {@code drover validate}: nothing is added to the Camel, nothing starts. Of a Java file the constructor
 * and {@code configure} are called, because they are what says its route.
 */
final class RouteReader {

    private static final String FILE = "file:";

    private final CamelContext context;
    private final RouteFolder folder;
    private final TaskCatalogue catalogue;

    RouteReader(CamelContext context, RouteFolder folder) {
        this.context = context;
        this.folder = folder;
        this.catalogue = new TaskCatalogue(context);
    }

    /**
     * @param known what was read before; it comes back if neither the file nor its SQL files changed since
     * @throws BrokenRouteException when the file cannot be used
     */
    RouteDraft read(String name, Path file, @Nullable RouteDraft known) {
        try {
            folder.check(file);
            String text = RouteText.read(file);
            if (known != null && known.file().equals(file) && known.text().equals(text) && !hasChangedQuery(known)) {
                return known;
            }
            return read(name, file, text, known != null);
        } catch (IOException e) {
            throw RouteFault.broken(e, null);
        }
    }

    private RouteDraft read(String name, Path file, String text, boolean hasGoodVersion) {
        Integer line = null;
        try {
            List<RouteProblem> notes = new ArrayList<>();
            if (file.toString().endsWith(".yaml")) {
                notes.addAll(RouteForm.problems(folder.shown(file), text));
            }
            RouteBuilder builder = builder(file, text);
            List<RouteDefinition> routes = builder.configureRoutes(context).getRoutes();
            if (routes.size() != 1) {
                throw new BrokenRouteException(1, "A file defines one route; this one defines " + routes.size());
            }
            RouteDefinition route = routes.get(0);
            line = line(route.getInput());
            checkName(name, route, text);
            SortedMap<Path, String> queries = checkSteps(route);
            checkTask(name, route);
            List<RouteProblem> schedules = scheduleProblems(file, text, route);
            if (hasGoodVersion && !schedules.isEmpty()) {
                // Without words that it understands a task has no schedule; one that has a schedule keeps it.
                throw new BrokenRouteException(
                        schedules.get(0).line(), schedules.get(0).reason());
            }
            notes.addAll(schedules);
            return new RouteDraft(name, file, text, builder, route, queries, notes);
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw RouteFault.broken(e, line);
        }
    }

    private RouteBuilder builder(Path file, String text) throws Exception {
        Resource resource = ResourceHelper.fromString(FILE + file, text);
        return PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource)).stream()
                .filter(RouteBuilder.class::isInstance)
                .map(RouteBuilder.class::cast)
                .peek(builder -> builder.setResource(resource))
                .findFirst()
                .orElseThrow(() -> new BrokenRouteException(1, "The file defines no route"));
    }

    /**
     * Where the runs of a task lead to another run of it, none of its files can be used.
     *
     * @param others the tasks that are there beside it
     * @throws BrokenRouteException naming the way round
     */
    void checkChain(RouteDraft draft, Collection<Task> others) {
        Task task = define(draft).orElse(null);
        if (task == null) {
            return;
        }
        List<Task> all = new ArrayList<>(others);
        all.removeIf(other -> other.name().equals(task.name()));
        all.add(task);
        ChainGraph.ofFiles(all).loop(task.name()).ifPresent(loop -> {
            throw new ChainLoopException(line(draft.definition().getInput()), loop);
        });
    }

    /**
     * Schedules of a task that never run because the file of the task which they follow is not there; of one whose file is
     * broken, that is told already.
     *
     * @param files all that are there, by the name of their task
     */
    List<RouteProblem> deadChains(Task task, Map<String, Path> files) {
        Path file = files.get(task.name());
        if (file == null) {
            return List.of();
        }
        return task.schedules().values().stream()
                .filter(words -> TimetableWords.problem(words).isEmpty())
                .flatMap(words -> TimetableWords.parse(words).after().map(Frequency.After::task).stream()
                        .filter(first -> !files.containsKey(first))
                        .map(first -> new RouteProblem(
                                folder.shown(file),
                                null,
                                "'%s': there is no task %s%s"
                                        .formatted(words, first, NearMiss.hint(first, files.keySet())))))
                .toList();
    }

    /** What a file would define; empty where its route begins otherwise. */
    Optional<Task> define(RouteDraft draft) {
        return catalogue.define(draft.definition());
    }

    private void checkName(String name, RouteDefinition route, String text) {
        String id = Optional.ofNullable(route.getRouteId()).orElse("none");
        if (!id.equals(name)) {
            throw new BrokenRouteException(
                    RouteText.lineOf(text, id),
                    "The route's id is %s, but after the file's name it must be %s".formatted(id, name));
        }
    }

    private void checkTask(String name, RouteDefinition route) {
        Endpoint entry = context.getEndpoint(route.getInput().getEndpointUri());
        if (entry instanceof TaskEndpoint task && !task.getName().equals(name)) {
            throw new BrokenRouteException(
                    null,
                    "The route begins with task:%s, but after the file's name it must be task:%s"
                            .formatted(task.getName(), name));
        }
        try {
            catalogue.define(route);
        } catch (IllegalArgumentException e) {
            throw new BrokenRouteException(null, String.valueOf(e.getMessage()));
        }
    }

    /** @return texts of the SQL files it names */
    private SortedMap<Path, String> checkSteps(RouteDefinition route) {
        SortedMap<Path, String> queries = new TreeMap<>();
        checkStep(route.getInput(), queries);
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), EndpointRequiredDefinition.class)
                .forEach(step -> checkStep(step, queries));
        return queries;
    }

    private void checkStep(EndpointRequiredDefinition step, SortedMap<Path, String> queries) {
        try {
            Endpoint endpoint = context.getEndpoint(step.getEndpointUri());
            if (endpoint instanceof SendEndpoint
                    || endpoint instanceof TaskEndpoint
                    || endpoint instanceof CsvEndpoint
                    || endpoint instanceof CommandEndpoint
                    || endpoint instanceof MailEndpoint) {
                // Our own look at their options here, and open nothing.
                endpoint.createProducer();
            } else if (endpoint instanceof SqlEndpoint sql) {
                if (sql.getQuery().startsWith(FILE)) {
                    Path query = Path.of(sql.getQuery().substring(FILE.length()));
                    queries.put(query, query(query));
                }
                prepared(context, sql);
            }
        } catch (Exception | LinkageError e) {
            throw RouteFault.broken(e, step instanceof NamedNode node ? line(node) : null);
        }
    }

    private static String query(Path file) throws IOException {
        try {
            return RouteText.read(file);
        } catch (BrokenRouteException e) {
            String at = e.line() == null ? "" : ":" + e.line();
            throw new BrokenRouteException(null, "%s%s: %s".formatted(file, at, e.getMessage()));
        }
    }

    /** The statement that camel-sql makes of a query. */
    static String prepared(CamelContext context, SqlEndpoint query) throws Exception {
        String sql = SqlHelper.resolveQuery(context, query.getQuery(), query.getPlaceholder());
        return new DefaultSqlPrepareStatementStrategy().prepareQuery(sql, query.isAllowNamedParameters(), null);
    }

    /** Whether one of the SQL files changed since the draft was read, or cannot be read any more. */
    private static boolean hasChangedQuery(RouteDraft draft) {
        return draft.queries().entrySet().stream().anyMatch(query -> {
            try {
                return !RouteText.read(query.getKey()).equals(query.getValue());
            } catch (IOException | BrokenRouteException e) {
                return true;
            }
        });
    }

    private List<RouteProblem> scheduleProblems(Path file, String text, RouteDefinition route) {
        return catalogue.define(route).map(Task::schedules).stream()
                .flatMap(schedules -> schedules.values().stream())
                .flatMap(words -> TimetableWords.problem(words).stream()
                        .map(problem -> new RouteProblem(folder.shown(file), RouteText.lineOf(text, words), problem)))
                .toList();
    }

    /** Where a step stands in its file; null where Camel does not know. */
    static @Nullable Integer line(NamedNode node) {
        return node.getLineNumber() > 0 ? node.getLineNumber() : null;
    }
}
