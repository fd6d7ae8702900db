package io.drover.run;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.send.RunPage;
import io.drover.send.RunRow;
import io.drover.send.RunRowStore;
import io.drover.send.RunRowWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps in Drover's own database the rows of runs that leave nothing in a target: previews, verifies, failed ones. */
public final class KeptRows {

    private static final Logger LOG = LoggerFactory.getLogger(KeptRows.class);

    private final Database control;
    private final Duration time;

    /** @param time for how long rows are kept, here and in targets */
    public KeptRows(Database control, Duration time) {
        this.control = control;
        this.time = time;
    }

    Duration time() {
        return time;
    }

    void keepRefused(Run run, List<RunRow> rows) {
        List<RunPage> pages = new ArrayList<>();
        RunRowWriter writer = new RunRowWriter(pages::add);
        try {
            for (RunRow row : rows) {
                writer.add(row);
            }
            writer.finish();
        } catch (SQLException e) {
            throw new IllegalStateException("A list takes every page", e);
        }
        keep(run, pages);
    }

    /** What cannot be kept is missing from the list of the run, which is no reason for it to fail. */
    void keep(Run run, List<RunPage> pages) {
        if (pages.isEmpty()) {
            return;
        }
        try (Connection connection = control.connect()) {
            for (RunPage page : pages) {
                RunRowStore.write(connection, run.site(), run.run(), page, time);
            }
        } catch (SQLException e) {
            LOG.warn("The rows of run {} cannot be kept: {}", run.run(), SqlProblem.describe(e));
        }
    }
}
