package io.drover.console;

import io.drover.run.Run;
import io.drover.site.ScheduledTask;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of Scheduled Tasks, in their order: those of the reference system first (IB3). */
enum ScheduleColumn {
    ID("Task ID", by(line -> line.task().schedule().id())),
    TASK("Task", by(line -> line.task().task().title().toLowerCase(Locale.ROOT))),
    LAST_RUN("Last Run", by(line -> line.last() == null ? null : line.last().startedAt())),
    NEXT_RUN("Next Run", by(Line::next)),
    COMMENTS("Comments", by(line -> blankLast(line.task().schedule().comments()))),
    SITE("Site", by(line -> line.task().site().name())),
    MODE("Mode", by(line -> line.task().schedule().mode())),
    SCHEDULE("Schedule", by(line -> line.task().schedule().words())),
    STATUS("Status", by(line -> blankLast(line.task().status())));

    private final String title;
    private final Function<Boolean, Comparator<Line>> order;

    ScheduleColumn(String title, Function<Boolean, Comparator<Line>> order) {
        this.title = title;
        this.order = order;
    }

    /**
     * What a line is sorted by.
     *
     * @param next null where nothing is due, or nobody asked
     * @param last null where it never ran, or nobody asked
     */
    record Line(
            ScheduledTask task,
            @Nullable Instant next,
            @Nullable Run last) {}

    /** What has no value comes last, whichever way round. */
    private static <T extends Comparable<? super T>> Function<Boolean, Comparator<Line>> by(
            Function<Line, @Nullable T> value) {
        return isDescending -> Comparator.comparing(
                value,
                Comparator.nullsLast(isDescending ? Comparator.<T>reverseOrder() : Comparator.<T>naturalOrder()));
    }

    private static @Nullable String blankLast(String text) {
        return text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** As an address names it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ScheduleColumn> of(String word) {
        for (ScheduleColumn column : values()) {
            if (column.word().equals(word)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** Lines that are alike stay in the order of their numbers. */
    Comparator<Line> order(boolean isDescending) {
        return order.apply(isDescending);
    }
}
