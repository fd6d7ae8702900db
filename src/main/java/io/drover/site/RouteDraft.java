package io.drover.site;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/**
 * A route file that was read and can be used.
 *
 * @param name of its task, after the file's name
 * @param queries texts of the SQL files it names
 * @param notes what does not keep it from being used
 */
record RouteDraft(
        String name,
        Path file,
        String text,
        RouteBuilder builder,
        RouteDefinition definition,
        SortedMap<Path, String> queries,
        List<RouteProblem> notes) {}
