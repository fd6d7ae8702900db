package io.drover.send;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the change stamps of the rows of one send, where its query returns them, to find what a Changed could miss. */
final class Stamps {

    private final String table;
    private final SourceTime clock;
    private @Nullable Instant newest;
    private long missing;
    private long future;
    private Row.@Nullable Columns columns;
    private int position;

    Stamps(String table, SourceTime clock) {
        this.table = table;
        this.clock = clock;
    }

    void look(Row row) {
        if (row.columns() != columns) {
            columns = row.columns();
            position = columns.indexOf(TableFit.STAMP);
        }
        if (position < 0) {
            return;
        }
        Object value = row.value(position);
        if (value == null) {
            missing++;
            return;
        }
        Instant stamp = instant(value);
        if (stamp.isAfter(clock.now())) {
            future++;
        } else if (newest == null || stamp.isAfter(newest)) {
            newest = stamp;
        }
    }

    private Instant instant(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(clock.zone()).toInstant();
        }
        if (value instanceof LocalDateTime stamp) {
            return stamp.atZone(clock.zone()).toInstant();
        }
        if (value instanceof OffsetDateTime stamp) {
            return stamp.toInstant();
        }
        throw new SendException("%s: the column stamp of the query holds '%s', which is no date and no timestamp"
                .formatted(table, value));
    }

    /** The newest stamp of all rows that is not in the future; null when there is none. */
    @Nullable
    Instant newest() {
        return newest;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (missing > 0) {
            notes.add("%s: %,d rows have no stamp; Send Changed finds them only where the query asks for them"
                    .formatted(table, missing));
        }
        if (future > 0) {
            notes.add("%s: %,d rows have a stamp later than the source's clock and are read each time"
                    .formatted(table, future));
        }
        return notes;
    }
}
