package io.drover.site;

import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must be remembered of sites: whether they should run, why not, and what was clicked meanwhile. Thread-safe. */
final class SiteStore {

    private final JdbcClient client;
    private final AuditStore audit;

    /** @param wanted the state the site should come back to after a restart */
    record Wish(SiteState wanted, @Nullable String reason, String by, Instant at) {}

    SiteStore(ControlDatabase control, AuditStore audit) {
        this.client = control.client();
        this.audit = audit;
    }

    /** The remembered wish, or the given one where the site is new to this installation. */
    Wish wish(String site, SiteState first) {
        client.sql(
                        "insert into drover.site (site, wanted, changed_by) values (?, ?, 'settings') on conflict do nothing")
                .params(site, first.name())
                .update();
        return client.sql("select * from drover.site where site = ?")
                .param(site)
                .query((result, row) -> new Wish(
                        SiteState.valueOf(result.getString("wanted")),
                        result.getString("reason"),
                        result.getString("changed_by"),
                        result.getTimestamp("changed_at").toInstant()))
                .single();
    }

    /** Writes down what the site should be from now on, and who wants it so. */
    Wish change(String site, SiteState wanted, @Nullable String reason, String by) {
        Act act = Act.of(by, wanted == SiteState.RUNNING ? "Start Site" : "Stop Site", site)
                .because(reason);
        return audit.audited(act, () -> {
            client.sql(
                            "update drover.site set wanted = ?, reason = ?, changed_by = ?, changed_at = now() where site = ?")
                    .params(wanted.name(), reason, by, site)
                    .update();
            return wish(site, wanted);
        });
    }

    /** Writes down that a send was asked for and is not commenced. */
    void addPending(String site, String task, Mode mode, String by) {
        Act act = Act.of(by, mode.words(), site).onTask(task).with("status", PendingClick.STATUS);
        audit.audited(
                act, () -> client.sql("""
                insert into drover.pending_click (site, task, mode, requested_by) values (?, ?, ?, ?)
                on conflict (site, task) do update
                   set mode = excluded.mode, requested_by = excluded.requested_by, requested_at = now()
                """).params(site, task, mode.name(), by).update());
    }

    List<PendingClick> pending(String site) {
        return pending(List.of(site)).getOrDefault(site, List.of());
    }

    /** Those of many sites, by site. */
    Map<String, List<PendingClick>> pending(Collection<String> sites) {
        Map<String, List<PendingClick>> pending = new HashMap<>();
        client.sql("select * from drover.pending_click where site = any(?) order by requested_at")
                .param(sites.toArray(String[]::new))
                .query(result -> {
                    pending.computeIfAbsent(result.getString("site"), site -> new ArrayList<>())
                            .add(new PendingClick(
                                    result.getString("task"),
                                    Mode.valueOf(result.getString("mode")),
                                    result.getString("requested_by"),
                                    result.getTimestamp("requested_at").toInstant()));
                });
        return pending;
    }

    void clearPending(String site) {
        client.sql("delete from drover.pending_click where site = ?")
                .param(site)
                .update();
    }
}
