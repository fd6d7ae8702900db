package io.drover.console;

import io.drover.site.Site;
import java.util.List;

/** The last lines of a site's event log, oldest first. */
public record LogBox(List<String> lines) implements LiveRegion {

    private static final int LINES = 200;

    static LogBox of(Site site) {
        return new LogBox(List.copyOf(site.log().tail(LINES)));
    }

    @Override
    public String id() {
        return "log";
    }

    public String text() {
        return String.join("\n", lines);
    }
}
