package io.drover.send;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a send and of its table differ from those of its last committed run. What was added is told; what
 * vanished, was renamed, or changed its type so that values could be lost, is refused before anything is written.
 */
final class SchemaDrift {

    private final SendOptions options;
    private final SentColumns now;
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** @param before null when the send has not been committed yet */
    SchemaDrift(SendOptions options, @Nullable SentColumns before, SentColumns now) {
        this.options = options;
        this.now = now;
        if (before != null) {
            if (!now.query().isEmpty() && !before.query().isEmpty()) {
                compareQuery(before);
            }
            compareTable(before);
        }
    }

    private void compareQuery(SentColumns before) {
        List<String> added = new ArrayList<>();
        now.query().forEach((name, type) -> {
            if (!before.query().containsKey(name)) {
                added.add(name);
                if (!now.table().containsKey(options.targetName(name)) && !TableFit.isForDrover(name)) {
                    leftOut.add(name);
                    notes.add("%s: the query returns a new column %s, which the table does not have; it is left out"
                            .formatted(options.table(), name));
                }
            }
        });
        compare("the query", before, before.query(), now.query(), added);
    }

    private void compareTable(SentColumns before) {
        List<String> added = new ArrayList<>();
        Set<String> filled = new LinkedHashSet<>(options.key());
        before.query().keySet().forEach(name -> filled.add(options.targetName(name)));
        Set<String> fills = new LinkedHashSet<>(filled);
        now.query().keySet().forEach(name -> fills.add(options.targetName(name)));
        now.table().keySet().stream()
                .filter(name -> !before.table().containsKey(name))
                .forEach(name -> {
                    added.add(name);
                    if (!fills.contains(name)) {
                        notes.add("%s: the table has a new column %s, which the query does not fill"
                                .formatted(options.table(), name));
                    }
                });
        Map<String, String> inUse = new LinkedHashMap<>(before.table());
        inUse.keySet().retainAll(filled);
        compare("the table", before, inUse, now.table(), added);
    }

    private void compare(
            String side,
            SentColumns before,
            Map<String, String> columnsBefore,
            Map<String, String> columnsNow,
            List<String> added) {
        columnsBefore.forEach((name, type) -> {
            String typeNow = columnsNow.get(name);
            if (typeNow == null) {
                problems.add("%s had column %s (%s) in run %d and has not now%s"
                        .formatted(
                                side,
                                name,
                                type,
                                before.run(),
                                added.isEmpty() ? "" : "; new in it: " + String.join(", ", added)));
            } else if (!TypeName.takesAll(typeNow, type)) {
                problems.add("column %s of %s was %s in run %d and is %s now, so values could be lost"
                        .formatted(name, side, type, before.run(), typeNow));
            } else if (!typeNow.equals(type)) {
                notes.add("%s: column %s of %s was %s and is %s now"
                        .formatted(options.table(), name, side, type, typeNow));
            }
        });
    }

    /** @throws SendException naming each column that drifted so that rows could be sent wrong, and the way out */
    void check(SendRun run, TargetState state) {
        if (!problems.isEmpty()) {
            throw new SendException(
                    "%s: %s. Nothing was sent. Change the query or the table; or, if it is meant to be so, let Drover forget the columns: delete from %s where site = '%s' and task = '%s'"
                            .formatted(
                                    options.table(),
                                    String.join("; ", problems),
                                    state.name("sent_column"),
                                    run.site(),
                                    run.task()));
        }
    }

    /** New columns of the query for which the table has no place. */
    Set<String> leftOut() {
        return leftOut;
    }

    /** What a person should know, although it does no harm. */
    List<String> notes() {
        return notes;
    }

    /** What the next run is to be compared with. */
    SentColumns toRemember(@Nullable SentColumns before) {
        Map<String, String> query = new LinkedHashMap<>(now.query());
        query.keySet().removeAll(leftOut);
        if (query.isEmpty() && before != null) {
            query.putAll(before.query());
        }
        return new SentColumns(query, now.table(), now.run());
    }
}
