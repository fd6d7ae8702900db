package io.drover.api;

import io.drover.site.Act;
import io.drover.site.AuditEntry;
import io.drover.site.AuditFilter;
import io.drover.site.AuditStore;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.TreeMap;

/** Who did what, when and why. */
final class AuditHandler {

    private static final int USUAL = 100;
    private static final CsvLine CSV =
            new CsvLine(List.of("id", "at", "who", "what", "site", "task", "run", "reason", "details"));

    private final KnownSites sites;

    AuditHandler(Sites sites) {
        this.sites = new KnownSites(sites);
    }

    /** Newest first. */
    Answer list(ApiRequest request) {
        AuditFilter filter = filter(request, request.queryNumber("limit", 1, AuditStore.MOST, USUAL));
        JsonArray list = new JsonArray();
        audit().list(filter).forEach(entry -> list.add(json(entry)));
        return Answer.ok(list);
    }

    /** Newest first, all that there are. */
    Answer csv(ApiRequest request) {
        AuditFilter filter = filter(request, AuditStore.MOST);
        // Asked before the response begins, so that what is wrong is told in words.
        List<AuditEntry> first = audit().list(filter);
        return Answer.file("text/csv; charset=utf-8; header=present", "audit.csv", out -> {
            CSV.writeHead(out);
            for (List<AuditEntry> part = first; !part.isEmpty(); part = after(filter, part)) {
                for (AuditEntry entry : part) {
                    write(out, entry);
                }
            }
        });
    }

    private List<AuditEntry> after(AuditFilter filter, List<AuditEntry> part) {
        return audit().list(filter.olderThan(part.get(part.size() - 1).id()));
    }

    private static void write(Writer out, AuditEntry entry) throws IOException {
        Act act = entry.act();
        CSV.write(
                out,
                String.valueOf(entry.id()),
                entry.at().toString(),
                act.who(),
                act.what(),
                act.site(),
                act.task(),
                act.run() == null ? null : act.run().toString(),
                act.reason(),
                details(act).encode());
    }

    private AuditStore audit() {
        return sites.sites().audit();
    }

    private AuditFilter filter(ApiRequest request, int limit) {
        return new AuditFilter(
                request.query("site", sites::named).map(Site::name).orElse(null),
                request.query("who").orElse(null),
                request.query("what").orElse(null),
                request.queryInstant("from").orElse(null),
                request.queryInstant("to").orElse(null),
                request.queryKey("before").orElse(null),
                limit);
    }

    private static JsonObject details(Act act) {
        JsonObject details = new JsonObject();
        new TreeMap<>(act.details()).forEach(details::put);
        return details;
    }

    private static JsonObject json(AuditEntry entry) {
        Act act = entry.act();
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("who", act.who())
                .put("what", act.what())
                .put("site", act.site())
                .put("task", act.task())
                .put("run", act.run())
                .put("reason", act.reason())
                .put("details", details(act));
    }
}
