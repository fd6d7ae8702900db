package io.drover.console;

import io.drover.run.Run;
import io.drover.site.AuditEntry;
import io.drover.site.AuditStore;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Audit: who did what, newest first.
 *
 * @param people to choose from
 * @param acts to choose from
 * @param newestLink null on the first page
 * @param olderLink null on the last page
 */
public record AuditPage(
        PageFrame frame,
        AuditQuery query,
        List<String> people,
        List<String> acts,
        List<AuditRow> rows,
        @Nullable String newestLink,
        @Nullable String olderLink,
        String csvLink) {

    private static final int ROWS = 100;

    static AuditPage of(AuditQuery query, ConsoleParts parts) {
        ZoneId zone = parts.moments().zoneId();
        AuditStore audit = parts.sites().audit();
        List<AuditEntry> found = audit.list(query.filter(zone, ROWS + 1));
        List<AuditEntry> shown = found.subList(0, Math.min(ROWS, found.size()));
        Map<Long, Run> runs = parts.runs()
                .overview()
                .find(shown.stream()
                        .map(entry -> entry.act().run())
                        .filter(Objects::nonNull)
                        .toList());
        return new AuditPage(
                parts.frame("Audit", null),
                query,
                audit.people(),
                audit.acts(),
                shown.stream()
                        .map(entry -> AuditRow.of(
                                entry,
                                entry.act().run() == null
                                        ? null
                                        : runs.get(entry.act().run()),
                                parts.moments()))
                        .toList(),
                query.before() == 0 ? null : query.olderThan(0).link(),
                found.size() > shown.size()
                        ? query.olderThan(shown.get(shown.size() - 1).id()).link()
                        : null,
                query.csvLink(zone));
    }
}
