package io.drover.console;

import io.drover.fresh.Need;
import java.util.List;

/** Needs you: empty where nobody is needed. */
public record NeedsBox(List<NeedRow> rows, int left) implements LiveRegion {

    private static final int MOST = 30;

    static NeedsBox of(List<Need> needs) {
        return new NeedsBox(needs.stream().limit(MOST).map(NeedRow::of).toList(), Math.max(0, needs.size() - MOST));
    }

    /** How many there are. */
    public int count() {
        return rows.size() + left;
    }

    @Override
    public String id() {
        return "needs";
    }
}
