package io.drover.console;

import io.drover.site.AuditFilter;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the Audit are asked for; an empty text = any.
 *
 * @param before number of the last line of the page before; 0 = from the newest one on
 */
public record AuditQuery(String site, String who, String what, DaySpan days, long before) {

    static AuditQuery of(RoutingContext context) {
        return new AuditQuery(
                ConsoleParts.asked(context, "site"),
                ConsoleParts.asked(context, "who"),
                ConsoleParts.asked(context, "what"),
                DaySpan.of(name -> ConsoleParts.asked(context, name)),
                ConsoleParts.key(ConsoleParts.asked(context, "before")));
    }

    AuditFilter filter(ZoneId zone, int limit) {
        return new AuditFilter(
                orNull(site),
                orNull(who),
                orNull(what),
                days.begin(zone),
                days.end(zone),
                before == 0 ? null : before,
                limit);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    AuditQuery olderThan(long line) {
        return new AuditQuery(site, who, what, days, line);
    }

    /** True where only some of the lines are asked for. */
    public boolean isNarrowed() {
        return !equals(new AuditQuery("", "", "", new DaySpan(null, null), before));
    }

    String link() {
        Map<String, String> parameters = parameters();
        days.addTo(parameters);
        parameters.put("before", before == 0 ? "" : String.valueOf(before));
        return Links.with("/audit", parameters);
    }

    /** All of them, whichever page is shown. */
    String csvLink(ZoneId zone) {
        Map<String, String> parameters = parameters();
        days.addTo(parameters, zone);
        return Links.with("/api/v1/audit.csv", parameters);
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("site", site);
        parameters.put("who", who);
        parameters.put("what", what);
        return parameters;
    }
}
