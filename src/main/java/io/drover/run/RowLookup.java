package io.drover.run;

import io.drover.db.SiteDatabases;
import io.drover.send.HeldKey;
import io.drover.send.Mode;
import io.drover.send.RowLook;
import io.drover.send.SendException;
import io.drover.send.SendMemory;
import io.drover.send.Why;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Looks one row up on its way from source to target. Thread-safe. */
public final class RowLookup {

    private final String site;
    private final Rehearsal rehearsal;
    private final TaskCatalogue catalogue;
    private final HeldRowStore heldRows;

    public RowLookup(String site, SiteDatabases databases, TaskCatalogue catalogue, HeldRowStore heldRows) {
        this.site = site;
        this.rehearsal = new Rehearsal(site, databases);
        this.catalogue = catalogue;
        this.heldRows = heldRows;
    }

    /**
     * @param key as a person writes it
     * @throws IllegalArgumentException when the key is none of a table of this task
     * @throws SendException when the route is not started, or source or target do not answer
     */
    public Why find(String name, String key) {
        RowLook look = new RowLook(name, key);
        try (TaskEntry version = catalogue
                .enter(name)
                .orElseThrow(
                        () -> new SendException("The route of task %s is not started: start site %s to look its rows up"
                                .formatted(name, site)))) {
            for (Mode mode : Mode.values()) {
                rehearsal.execute(version, mode, Set.of(), new SendMemory(), look::in);
            }
        }
        Map<HeldKey, String> held = new HashMap<>();
        Set<HeldKey> active = heldRows.at(site, name).held();
        heldRows.list(site, name).forEach(row -> {
            HeldKey parked = new HeldKey(row.table(), row.key());
            if (active.contains(parked)) {
                held.putIfAbsent(parked, row.reason());
            }
        });
        return look.why(held);
    }
}
