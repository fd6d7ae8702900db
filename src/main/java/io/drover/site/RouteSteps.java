package io.drover.site;

import io.drover.csv.CsvEndpoint;
import io.drover.send.SendEndpoint;
import io.drover.site.RouteStep.Kind;
import io.drover.task.TaskEndpoint;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a route from its definition, as it was taken in. Executes nothing; shows no secret of an address. */
final class RouteSteps {

    private static final int LONGEST = 200;
    private static final Pattern OURS = Pattern.compile("(send|sql|csv|task):");

    private final CamelContext context;

    RouteSteps(CamelContext context) {
        this.context = context;
    }

    /** The beginning of the route, with its steps. */
    RouteStep of(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        return new RouteStep(
                Kind.BEGIN, address(uri), null, "", RouteReader.line(route.getInput()), steps(route.getOutputs()));
    }

    private List<RouteStep> steps(List<ProcessorDefinition<?>> definitions) {
        List<RouteStep> steps = new ArrayList<>();
        for (ProcessorDefinition<?> definition : definitions) {
            // What is said of the route as a whole, such as onCompletion, is no step of it.
            if (!definition.isAbstract()) {
                steps.add(step(definition));
            }
        }
        return steps;
    }

    private RouteStep step(ProcessorDefinition<?> definition) {
        Integer line = RouteReader.line(definition);
        if (definition instanceof EndpointRequiredDefinition named) {
            return step(named.getEndpointUri(), line);
        }
        String words = definition instanceof LogDefinition log
                ? "log: " + log.getMessage()
                : definition.getOutputs().isEmpty() ? definition.getLabel() : definition.getShortName();
        return new RouteStep(Kind.OTHER, shortened(words), null, "", line, steps(definition.getOutputs()));
    }

    private RouteStep step(String uri, @Nullable Integer line) {
        // Made when the file was read; others than these are named by their address.
        Endpoint endpoint = OURS.matcher(uri).lookingAt() ? context.getEndpoint(uri) : null;
        if (endpoint instanceof SendEndpoint send) {
            return new RouteStep(Kind.SEND, send.getTable(), send.database(), note(send), line, List.of());
        }
        if (endpoint instanceof SqlEndpoint sql) {
            Map<String, Object> options = options(uri);
            Kind kind = options.containsKey("outputType") ? Kind.READ : Kind.SQL;
            String database = String.valueOf(options.getOrDefault("dataSource", ""));
            return new RouteStep(
                    kind,
                    shortened(sql.getQuery().replaceFirst("^file:", "")),
                    database.replaceFirst("^#", ""),
                    "",
                    line,
                    List.of());
        }
        if (endpoint instanceof CsvEndpoint csv) {
            return new RouteStep(Kind.READ, csv.getFolder(), "files", csv.getInclude(), line, List.of());
        }
        if (endpoint instanceof TaskEndpoint task) {
            return new RouteStep(Kind.ASK, task.getName(), null, "mode " + task.getMode(), line, List.of());
        }
        return new RouteStep(Kind.OTHER, address(uri), null, "", line, List.of());
    }

    private static String note(SendEndpoint send) {
        List<String> notes = new ArrayList<>(List.of("by " + send.getKey()));
        if (send.getWithin() != null) {
            notes.add("within " + send.getWithin());
        }
        if (send.isCompare()) {
            notes.add("all rows compared");
        }
        if (send.isDeletes()) {
            notes.add("removes only");
        }
        if (send.getOnly() != null) {
            notes.add(send.getOnly() + " only");
        }
        return String.join("; ", notes);
    }

    private static Map<String, Object> options(String uri) {
        try {
            return URISupport.parseQuery(String.valueOf(URISupport.extractQuery(uri)), true);
        } catch (URISyntaxException e) {
            return Map.of();
        }
    }

    /** Without its options, which may hold what is nobody's business, and without a password. */
    private static String address(String uri) {
        return shortened(URISupport.sanitizeUri(URISupport.stripQuery(uri)));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
