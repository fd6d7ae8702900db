package io.drover.send;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of rows that were sent, as the fields by which another table's rows name their parent. */
final class ParentKeys implements SourceRows {

    private final SourceRows parents;
    private final List<Column> columns;
    private final int[] positions;
    private final List<Column> childColumns;
    private final int[] childPositions;

    /**
     * @param columns of the parents
     * @param positions of their keys
     * @param childColumns of the rows that are made
     * @param childPositions where these name their parent, in the order of the parents' keys
     */
    ParentKeys(
            SourceRows parents,
            List<Column> columns,
            int[] positions,
            List<Column> childColumns,
            int[] childPositions) {
        this.parents = parents;
        this.columns = columns;
        this.positions = positions;
        this.childColumns = childColumns;
        this.childPositions = childPositions;
    }

    @Override
    public @Nullable SourceRow next() throws SQLException {
        SourceRow row = parents.next();
        if (row == null) {
            return null;
        }
        byte[][] fields = new byte[childColumns.size()][];
        for (int i = 0; i < childPositions.length; i++) {
            fields[childPositions[i]] =
                    as(childColumns.get(childPositions[i]), columns.get(positions[i]), row.fields()[positions[i]]);
        }
        return new SourceRow(fields, row.state());
    }

    private static byte @Nullable [] as(Column child, Column parent, byte @Nullable [] field) {
        if (field == null || child.values().wire() == parent.values().wire()) {
            return field == null ? null : child.values().admit(field);
        }
        return child.values().encode(parent.values().value(field));
    }
}
