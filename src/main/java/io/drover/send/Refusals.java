package io.drover.send;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of one send that cannot be written, up to the limit of the task. */
final class Refusals {

    private final String table;
    private final int limit;
    private final Consumer<RunRow> log;
    private final Predicate<String> isHeld;
    private final Runnable countHeld;
    private long count;
    private boolean anyWithoutKey;
    private @Nullable String first;

    /** @param limit most rows that may be refused before the run fails */
    Refusals(String table, int limit, Consumer<RunRow> log) {
        this(table, limit, log, key -> false, () -> {});
    }

    /**
     * @param isHeld whether an operator parked the row of this key: then nobody asks whether it fits
     * @param countHeld told of each of those
     */
    Refusals(String table, int limit, Consumer<RunRow> log, Predicate<String> isHeld, Runnable countHeld) {
        this.table = table;
        this.limit = limit;
        this.log = log;
        this.isHeld = isHeld;
        this.countHeld = countHeld;
    }

    /**
     * @param column whose value is the reason; null when it is not one column's
     * @param values what is known of the row, as text by column
     * @throws SendException when these are more than the task tolerates
     */
    void add(String key, @Nullable String column, Map<String, @Nullable String> values, String reason) {
        if (isHeld.test(key)) {
            countHeld.run();
            log.accept(RunRow.held(table, key));
            return;
        }
        count++;
        String problem = "%s, row %s%s: %s".formatted(table, key, column == null ? "" : ": column " + column, reason);
        if (first == null) {
            first = problem;
        }
        log.accept(new RunRow(table, Fate.REFUSED, key, Map.of(), values, column, reason, null));
        if (count > limit) {
            throw new SendException(
                    limit == 0
                            ? problem
                            : "%s. This is row %,d of %s that is refused, %,d are tolerated (option refuse), so nothing was sent. The first was: %s"
                                    .formatted(problem, count, table, limit, first));
        }
    }

    /** As {@link #add}, for a row of which not even the key is known: no row may be removed for want of it. */
    void addWithoutKey(String key, @Nullable String column, @Nullable String value, String reason) {
        anyWithoutKey = true;
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        if (column != null) {
            values.put(column, value);
        }
        add(key, column, values, reason);
    }

    int limit() {
        return limit;
    }

    long count() {
        return count;
    }

    boolean anyWithoutKey() {
        return anyWithoutKey;
    }

    /** The first refused row and why, as part of the run's message. */
    List<String> notes() {
        return first == null ? List.of() : List.of("%,d rows refused, the first: %s".formatted(count, first));
    }
}
