package io.drover.console;

import java.util.List;

/** Results: the latest runs of a site. */
public record RunListPage(PageFrame frame, List<RunRow> rows) {}
