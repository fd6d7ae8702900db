package io.drover.send;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Takes the rows that the route of a task hands to its {@code send:} steps. Belongs to the route's thread. */
public interface RowReceiver {

    /** The exchange property under which the steps of a route find it. */
    String PROPERTY = "DroverRowReceiver";

    /**
     * @param body the message body: rows, or one row
     * @return what was done with them
     */
    SendCounts send(SendOptions options, @Nullable Object body) throws SQLException;
}
