package io.drover.site;

import io.drover.config.DroverException;
import io.drover.config.SiteSettings;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.send.SendCheck;
import io.drover.send.SendEndpoint;
import io.drover.task.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinitionHelper;

/**
 * Checks the route files of a site as {@code drover validate} does: whatever a reload would find, and, where the databases
 * answer, that what a query returns fits the table it is sent to. Changes nothing, runs nothing.
 */
public final class RouteCheck implements AutoCloseable {

    private final SiteDatabases databases;
    private final SiteCamel camel;
    private final RouteFolder folder;
    private final RouteReader reader;
    private final List<RouteProblem> problems = new ArrayList<>();

    public RouteCheck(SiteSettings settings, Path routes) {
        this.databases = SiteDatabases.open(settings);
        this.camel = new SiteCamel(settings, databases, routes, Map.of());
        CheckInjector.guard(camel.context());
        this.folder = new RouteFolder(routes, settings.name());
        this.reader = new RouteReader(camel.context(), folder);
    }

    /**
     * @param askDatabases whether queries are compared with the tables they are sent to
     * @return all problems, file by file; empty when there are none
     * @throws DroverException when the folder cannot be read
     */
    public List<RouteProblem> problems(boolean askDatabases) {
        problems.clear();
        RouteFolder.Listing listing = folder.list();
        problems.addAll(listing.problems());
        List<Task> tasks = new ArrayList<>();
        listing.files().forEach((name, file) -> check(name, file, tasks, askDatabases));
        tasks.forEach(task -> problems.addAll(reader.deadChains(task, listing.files())));
        return List.copyOf(problems);
    }

    private void check(String name, Path file, List<Task> tasks, boolean askDatabases) {
        try {
            RouteDraft draft = reader.read(name, file, null);
            problems.addAll(draft.notes());
            reader.checkChain(draft, tasks);
            reader.define(draft).ifPresent(tasks::add);
            make(draft);
            if (askDatabases) {
                checkFits(draft);
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            problems.add(folder.problem(file, e));
        }
    }

    /** Makes the route and lets it go: it is neither added nor started, and it opens nothing. */
    private void make(RouteDraft draft) throws Exception {
        ModelCamelContext context = (ModelCamelContext) camel.context();
        draft.builder().prepareModel(context);
        RouteDefinitionHelper.forceAssignIds(context, draft.definition());
        try {
            context.getModelReifierFactory().createRoute(context, draft.definition());
        } catch (Exception e) {
            if (!RouteFault.isCausedBy(e, CheckInjector.NotMadeException.class)) {
                throw RouteFault.broken(e, RouteReader.line(draft.definition().getInput()));
            }
        }
    }

    private void checkFits(RouteDraft draft) {
        for (SentQuery sent : SentQuery.of(camel.context(), draft.definition())) {
            SqlEndpoint query = sent.query();
            if (query != null) {
                misfit(query, sent.send())
                        .ifPresent(misfit -> problems.add(new RouteProblem(
                                folder.shown(draft.file()), sent.line(), query.getQuery() + ": " + misfit)));
            }
        }
    }

    private Optional<String> misfit(SqlEndpoint query, SendEndpoint send) {
        try (Connection target = databases.get(send.database()).connect()) {
            return SendCheck.problem(send, names(query), target);
        } catch (SQLException e) {
            return Optional.of(SqlProblem.describe(e));
        } catch (Exception e) {
            return Optional.of(RouteFault.describe(e));
        }
    }

    private List<String> names(SqlEndpoint query) throws Exception {
        return SentQuery.columns(camel.context(), query).stream()
                .map(CarriedTable.Column::name)
                .toList();
    }

    @Override
    public void close() {
        camel.close();
        databases.close();
    }
}
