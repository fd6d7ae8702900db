package io.drover.send;

import io.drover.db.RunConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a {@code send:} step against its table without sending anything, for {@code drover validate}. */
public final class SendCheck {

    private SendCheck() {}

    /**
     * @param queryColumns names of the columns the step's rows will have
     * @return what does not fit, naming table and column; empty when all fits
     * @throws SQLException when the target does not answer
     */
    public static Optional<String> problem(SendEndpoint send, List<String> queryColumns, Connection target)
            throws SQLException {
        SendOptions options = send.options();
        try {
            Table table = Target.of(target, RunConnections.FETCH_ROWS, ZoneOffset.UTC, ZoneOffset.UTC)
                    .table(options.table());
            new TableFit(table, options.in(table), Set.of()).check(new Row.Columns(queryColumns));
            return Optional.empty();
        } catch (SendException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
