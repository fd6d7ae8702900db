package io.drover.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;

/** Tells a failed read from a failed send: rows are read while they are sent, so Camel names the send for both. */
final class ReadStep {

    private static final Set<String> READERS =
            Set.of("org.apache.camel.component.sql.ResultSetIterator", "io.drover.send.QueryRows");

    private ReadStep() {}

    /**
     * The endpoint at which the run failed.
     *
     * @param failed the endpoint that Camel names
     */
    static @Nullable String of(Exchange exchange, Throwable failure, @Nullable String failed) {
        if (failed == null || !isOfReading(failure)) {
            return failed;
        }
        return queryBefore(exchange, failed).orElse(failed);
    }

    private static boolean isOfReading(Throwable failure) {
        return Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
                .flatMap(each -> Arrays.stream(each.getStackTrace()).limit(1))
                .anyMatch(frame -> READERS.contains(frame.getClassName()));
    }

    /** The last {@code sql:} step before the send, in the order of the route file. */
    private static Optional<String> queryBefore(Exchange exchange, String failed) {
        ModelCamelContext context = (ModelCamelContext) exchange.getContext();
        RouteDefinition route = context.getRouteDefinition(exchange.getFromRouteId());
        String query = null;
        if (route != null) {
            for (ToDefinition step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
                String uri = context.getEndpoint(step.getEndpointUri()).getEndpointUri();
                if (uri.equals(failed)) {
                    return Optional.ofNullable(query);
                }
                query = uri.startsWith("sql:") ? uri : query;
            }
        }
        return Optional.empty();
    }
}
