package io.drover.console;

import io.drover.fresh.DataSet;
import java.util.List;

/**
 * The freshness table, worst first.
 *
 * @param left how many data sets it does not show
 */
public record FreshnessTable(List<FreshRow> rows, int left) implements LiveRegion {

    private static final int MOST = 50;

    static FreshnessTable of(List<DataSet> sets, Moments moments) {
        List<DataSet> shown = sets.stream()
                .filter(set -> set.task().isSendable() || set.target() != null)
                .toList();
        return new FreshnessTable(
                shown.stream().limit(MOST).map(set -> FreshRow.of(set, moments)).toList(),
                Math.max(0, shown.size() - MOST));
    }

    @Override
    public String id() {
        return "freshness";
    }
}
