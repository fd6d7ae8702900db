package io.drover.site;

import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.run.RunHistory;
import io.drover.send.RowKey;
import io.drover.send.RunRow;
import io.drover.send.RunRowFilter;
import io.drover.send.RunRowSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the kept runs of a task did to one row, newest first. It looks through the latest runs only, and through so many
 * rows, that the page comes at once.
 */
public final class WhyHistory {

    private static final int MOST_RUNS = 200;
    private static final int MOST_EVENTS = 20;
    private static final long MOST_ROWS = 200_000;

    private final RunHistory runs;

    public WhyHistory(RunHistory runs) {
        this.runs = runs;
    }

    /** What one run did to the row, or to a child of it. */
    public record Event(Run run, RunRow row) {}

    /** @param complete whether all kept runs of the task were looked through */
    public record Events(List<Event> events, boolean complete) {

        public Events {
            events = List.copyOf(events);
        }
    }

    /** @param key as a person writes it; a bare value is looked for in every column of the keys */
    public Events find(Site site, String task, String key) {
        KeyMatch match = KeyMatch.of(key);
        List<Event> events = new ArrayList<>();
        List<Run> latest = runs.list(new RunFilter(site.name(), task, null, null, null, MOST_RUNS));
        long looked = 0;
        for (Run run : latest) {
            RunRowSummary summary = site.rows().summary(run);
            looked += summary.rows();
            if (looked > MOST_ROWS) {
                return new Events(events, false);
            }
            if (summary.rows() > 0 && !add(site, run, match, events)) {
                return new Events(events, false);
            }
        }
        return new Events(events, latest.size() < MOST_RUNS);
    }

    private static boolean add(Site site, Run run, KeyMatch match, List<Event> events) {
        try {
            site.rows().each(run, RunRowFilter.ALL, (number, row) -> {
                if (match.isMet(row.key())) {
                    events.add(new Event(run, row));
                }
                return events.size() < MOST_EVENTS;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events.size() < MOST_EVENTS;
    }

    /** @param key without columns for a bare value */
    private record KeyMatch(String text, RowKey key) {

        static KeyMatch of(String text) {
            try {
                return new KeyMatch(text.strip(), RowKey.parse(text));
            } catch (IllegalArgumentException e) {
                return new KeyMatch(text.strip(), new RowKey(Map.of()));
            }
        }

        boolean isMet(String ofRow) {
            // Most rows are told apart without being read.
            if (key.values().values().stream().anyMatch(value -> !value.contains("\"") && !ofRow.contains(value))) {
                return false;
            }
            try {
                RowKey row = RowKey.parse(ofRow);
                return key.values().isEmpty() ? row.values().containsValue(text) : row.covers(key);
            } catch (IllegalArgumentException e) {
                return ofRow.equals(text);
            }
        }
    }
}
