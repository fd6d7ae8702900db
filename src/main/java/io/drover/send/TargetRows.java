package io.drover.send;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of the target on their way into a merge, in the order of its key; null = there are no more. */
@FunctionalInterface
interface TargetRows {

    /** For a table without rows. */
    TargetRows NONE = () -> null;

    byte @Nullable [][] next() throws SQLException;
}
