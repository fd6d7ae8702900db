package io.drover.console;

import java.util.List;

/** Nodes: the processes that share this Drover's control database. */
public record NodeListPage(PageFrame frame, List<NodeRow> rows) {}
