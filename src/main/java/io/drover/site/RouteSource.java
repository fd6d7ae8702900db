package io.drover.site;

import java.util.List;

/**
 * What a route file and the SQL files that it names say.
 *
 * @param file its state, and what is wrong with it
 * @param route the file itself
 * @param queries those that the version in use names, in the order of its steps; empty where none is in use
 * @param begin the beginning of the version in use, with all steps in it; empty where none is in use
 */
public record RouteSource(RouteFile file, SourceText route, List<SourceText> queries, List<RouteStep> begin) {}
