package io.drover.console;

import java.util.List;

/** What a page that is already open needs to be up to date. */
public record LivePage(List<LiveRegion> regions) {}
