package io.drover.send;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of the source, one after the other. */
@FunctionalInterface
interface SourceRows {

    /** @return null when there are no more */
    @Nullable
    SourceRow next() throws SQLException;
}
