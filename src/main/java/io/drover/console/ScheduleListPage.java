package io.drover.console;

import io.drover.site.Site;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled Tasks of one site or of all of them.
 *
 * @param notice what became of the last click; null when there was none
 */
public record ScheduleListPage(PageFrame frame, @Nullable Notice notice, ScheduleQuery query, ScheduleTable table) {

    static ScheduleListPage of(
            Collection<Site> sites, ScheduleQuery query, @Nullable Notice notice, ConsoleParts parts) {
        return new ScheduleListPage(
                parts.frame("Scheduled Tasks", query.site().isEmpty() ? null : query.site()),
                notice,
                query,
                ScheduleTable.of(sites, query, parts));
    }

    static Supplier<LivePage> live(RoutingContext context, ConsoleParts parts) {
        ScheduleQuery query = ScheduleQuery.of(context);
        Collection<Site> sites = ScheduleListPageHandler.sites(context, query, parts);
        return () -> new LivePage(List.of(ClockBox.now(parts.moments()), ScheduleTable.of(sites, query, parts)));
    }

    public List<ScheduleChoice> choices() {
        return Arrays.asList(ScheduleChoice.values());
    }

    public String link() {
        return query.link();
    }

    public String liveLink() {
        return query.link("/scheduled-tasks/live");
    }

    public String streamLink() {
        return query.link("/scheduled-tasks/stream");
    }
}
