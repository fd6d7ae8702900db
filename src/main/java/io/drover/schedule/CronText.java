package io.drover.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * A Quartz cron of six fields: second, minute, hour, day of month, month, day of week. Quartz finds the times on a
 * calendar without changes of clocks; which instants they are is decided here.
 *
 * <p>A cron of every hour ({@code *} in its third field) is an interval: it neither makes up for the hour that a change
 * of clocks leaves out, nor rests in the hour that comes twice. Any other names times of day.
 */
public final class CronText implements Frequency {

    /** Names of the fields in their order, and what each may be made of, so that Quartz never sees anything else. */
    private static final List<Field> FIELDS = List.of(
            new Field("second", "(%1$s)(,(%1$s))*", "\\*(/N)?|N(-N)?(/N)?"),
            new Field("minute", "(%1$s)(,(%1$s))*", "\\*(/N)?|N(-N)?(/N)?"),
            new Field("hour", "(%1$s)(,(%1$s))*", "\\*(/N)?|N(-N)?(/N)?"),
            new Field("day of month", "\\?|L(-N)?W?|NW|(%1$s)(,(%1$s))*", "\\*(/N)?|N(-N)?(/N)?"),
            new Field("month", "(%1$s)(,(%1$s))*", "\\*(/N)?|(N|[A-Z]{3})(-(N|[A-Z]{3}))?(/N)?"),
            new Field(
                    "day of week",
                    "\\?|L|([1-7]|[A-Z]{3})(L|#[1-5])|(%1$s)(,(%1$s))*",
                    "\\*(/N)?|([1-7]|[A-Z]{3})(-([1-7]|[A-Z]{3}))?(/N)?"));

    private static final Pattern NO_STEP = Pattern.compile(".*/0+(\\D.*)?");
    private static final int LOOKED_AT = 200;

    private record Field(String name, Pattern form) {

        Field(String name, String list, String part) {
            this(name, Pattern.compile(list.formatted(part).replace("N", "[0-9]{1,2}")));
        }
    }

    private final String text;
    private final CronExpression expression;
    private final boolean isInterval;

    private CronText(String text, CronExpression expression, boolean isInterval) {
        this.text = text;
        this.expression = expression;
        this.isInterval = isInterval;
    }

    /** Says what is wrong with a cron, and with which of its fields; a number past the last one means the whole. */
    static final class CronProblem extends Exception {

        private static final long serialVersionUID = 1;

        private final int field;

        CronProblem(int field, String message) {
            super(message);
            this.field = field;
        }

        int field() {
            return field;
        }
    }

    /**
     * Reads a cron that is due again and again, but not each second.
     *
     * @throws CronProblem saying what else it is
     */
    static CronText parse(List<String> fields) throws CronProblem {
        if (fields.size() != FIELDS.size()) {
            throw new CronProblem(
                    Math.min(fields.size(), FIELDS.size()),
                    "a cron has six fields, from the second to the day of the week; this one has %d%s"
                            .formatted(fields.size(), hint(fields.size())));
        }
        List<String> upper = new ArrayList<>();
        for (int i = 0; i < FIELDS.size(); i++) {
            upper.add(checked(i, fields.get(i).toUpperCase(Locale.ROOT)));
        }
        String text = String.join(" ", upper);
        CronText cron = new CronText(text, expression(text), upper.get(2).equals("*"));
        cron.checkTimes();
        return cron;
    }

    private static String hint(int fields) {
        return switch (fields) {
            case 5 -> ": put a 0 for the second in front";
            case 7 -> ": leave the year out; 'from' a date begins it and 'once at' is for a single time";
            default -> "";
        };
    }

    private static String checked(int number, String field) throws CronProblem {
        Field wanted = FIELDS.get(number);
        if (field.length() > 100 || !wanted.form().matcher(field).matches()) {
            throw new CronProblem(number, "that is no %s of a cron".formatted(wanted.name()));
        }
        if (NO_STEP.matcher(field).matches()) {
            throw new CronProblem(number, "a step of 0 leads nowhere");
        }
        return field;
    }

    /** Quartz also throws what it does not declare. */
    private static CronExpression expression(String text) throws CronProblem {
        try {
            CronExpression expression = new CronExpression(text);
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return expression;
        } catch (ParseException | RuntimeException e) {
            throw new CronProblem(FIELDS.size(), String.valueOf(e.getMessage()));
        }
    }

    private void checkTimes() throws CronProblem {
        LocalDateTime last = LocalDateTime.of(2024, 1, 1, 0, 0);
        for (int i = 0; i < LOOKED_AT; i++) {
            LocalDateTime next;
            try {
                next = nextLocal(last);
            } catch (RuntimeException e) {
                throw new CronProblem(FIELDS.size(), "it has no due times");
            }
            if (next == null && i == 0) {
                throw new CronProblem(FIELDS.size(), "it is never due: no such day exists");
            }
            if (next == null) {
                return;
            }
            if (next.equals(last.plusSeconds(1))) {
                throw new CronProblem(0, "it is due each second: take 'every 5 seconds' or more");
            }
            last = next;
        }
    }

    private @Nullable LocalDateTime nextLocal(LocalDateTime after) {
        Date next = expression.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
        return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
    }

    @Override
    public @Nullable Instant next(Instant after, Frame frame) {
        return isInterval ? nextElapsed(after, frame.zone()) : nextTimeOfDay(after, frame.zone());
    }

    private @Nullable Instant nextTimeOfDay(Instant after, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        while (true) {
            local = nextLocal(local);
            if (local == null) {
                return null;
            }
            Instant due = WallClock.instant(local, zone);
            if (due.isAfter(after)) {
                return due;
            }
        }
    }

    private @Nullable Instant nextElapsed(Instant after, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(after);
        LocalDateTime local = nextLocal(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        while (local != null) {
            Instant due = local.toInstant(offset);
            if (change == null || due.isBefore(change.getInstant())) {
                return due;
            }
            offset = change.getOffsetAfter();
            local = nextLocal(change.getDateTimeAfter().minusSeconds(1));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return null;
    }

    @Override
    public String words() {
        return "cron " + text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronText cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
