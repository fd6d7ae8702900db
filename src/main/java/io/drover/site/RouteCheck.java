package io.drover.site;

import io.drover.config.SiteSettings;
import io.drover.csv.CsvEndpoint;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.schedule.TimetableWords;
import io.drover.send.SendCheck;
import io.drover.send.SendEndpoint;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;

/**
 * Checks the route files of a site as {@code drover validate} does: form, options, schedules, SQL files, and, where the
 * databases answer, that what a query returns fits the table it is sent to. Changes nothing, runs nothing.
 */
public final class RouteCheck implements AutoCloseable {

    private final SiteDatabases databases;
    private final SiteCamel camel;
    private final RouteFiles files;
    private final List<RouteProblem> problems = new ArrayList<>();

    public RouteCheck(SiteSettings settings, Path routes) {
        this.databases = SiteDatabases.open(settings);
        this.camel = new SiteCamel(settings, databases, Map.of());
        this.files = new RouteFiles(camel.context(), routes, settings.name());
    }

    /**
     * @param askDatabases whether queries are compared with the tables they are sent to
     * @return all problems, file by file; empty when there are none
     */
    public List<RouteProblem> problems(boolean askDatabases) {
        problems.clear();
        problems.addAll(files.load());
        files.loadedFiles().forEach(this::checkForm);
        TaskCatalogue catalogue = new TaskCatalogue(camel.context());
        catalogue.tasks().forEach(this::checkSchedules);
        for (RouteDefinition route : ((ModelCamelContext) camel.context()).getRouteDefinitions()) {
            checkSteps(route, askDatabases);
        }
        return List.copyOf(problems);
    }

    private void checkForm(Path file) {
        if (!file.toString().endsWith(".yaml")) {
            return;
        }
        try {
            RouteForm.problems(Files.readString(file)).forEach(problem -> add(file.toString(), problem));
        } catch (IOException e) {
            add(file.toString(), "It cannot be read: " + e.getMessage());
        }
    }

    private void checkSchedules(Task task) {
        if (task.description().isBlank()) {
            add(task.file(), "The route needs a description");
        }
        task.schedules()
                .values()
                .forEach(words -> TimetableWords.problem(words).ifPresent(problem -> add(task.file(), problem)));
    }

    /** Walks the steps in their order: a send takes the rows of the query before it. */
    private void checkSteps(RouteDefinition route, boolean askDatabases) {
        CamelContext context = camel.context();
        String file = Optional.ofNullable(route.getRouteId()).orElse("?");
        SqlEndpoint query = null;
        for (String uri : RouteDefinitionHelper.gatherAllEndpointUris(context, route, false, true, false)) {
            Endpoint endpoint = context.getEndpoint(uri);
            if (endpoint instanceof SqlEndpoint sql) {
                query = sql;
                checkSqlFile(file, sql);
            } else if (endpoint instanceof CsvEndpoint) {
                query = null;
            } else if (endpoint instanceof SendEndpoint send && query != null && askDatabases) {
                checkFit(file, query, send);
            }
        }
    }

    private void checkSqlFile(String file, SqlEndpoint query) {
        try {
            prepared(query);
        } catch (Exception e) {
            add(file, "%s: %s".formatted(query.getQuery(), RouteFault.describe(e)));
        }
    }

    private String prepared(SqlEndpoint query) throws Exception {
        String sql = SqlHelper.resolveQuery(camel.context(), query.getQuery(), query.getPlaceholder());
        return new DefaultSqlPrepareStatementStrategy().prepareQuery(sql, query.isAllowNamedParameters(), null);
    }

    private void checkFit(String file, SqlEndpoint query, SendEndpoint send) {
        try {
            Optional<String> misfit;
            try (Connection target = databases.get(send.database()).connect()) {
                misfit = SendCheck.problem(send, columns(query), target);
            }
            misfit.ifPresent(problem -> add(file, "%s: %s".formatted(query.getQuery(), problem)));
        } catch (SQLException e) {
            add(file, "%s: %s".formatted(query.getQuery(), SqlProblem.describe(e)));
        } catch (Exception e) {
            add(file, "%s: %s".formatted(query.getQuery(), RouteFault.describe(e)));
        }
    }

    private List<String> columns(SqlEndpoint query) throws Exception {
        try (Connection source = query.getDataSource().getConnection();
                PreparedStatement statement = source.prepareStatement(prepared(query))) {
            ResultSetMetaData meta = statement.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; meta != null && i <= meta.getColumnCount(); i++) {
                names.add(meta.getColumnLabel(i));
            }
            return names;
        }
    }

    private void add(String file, String problem) {
        problems.add(new RouteProblem(file, problem));
    }

    @Override
    public void close() {
        camel.close();
        databases.close();
    }
}
