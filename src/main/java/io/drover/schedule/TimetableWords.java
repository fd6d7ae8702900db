package io.drover.schedule;

import io.drover.config.NearMiss;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timetable from words, the same in route files, API and console:
 *
 * <pre>
 * every N seconds|minutes|hours             every N days at HH:MM
 * every day at HH:MM                        every MON,THU at HH:MM
 * every month on day N at HH:MM             every month on the last day at HH:MM
 * once at YYYY-MM-DD HH:MM                  cron SECOND MINUTE HOUR DAY MONTH WEEKDAY
 * continuously N seconds after the end [with N instances]
 * after TASK [whatever its result]           on demand
 * </pre>
 *
 * then, each at most once and in any order, except for {@code except}:
 *
 * <pre>
 * between HH:MM and HH:MM                   except HH:MM to HH:MM | SAT,SUN | YYYY-MM-DD [to YYYY-MM-DD]
 * from YYYY-MM-DD [HH:MM]                   in ZONE
 * catch up                                  skip while running
 * </pre>
 */
public final class TimetableWords {

    private static final Set<String> CONDITIONS = Set.of("between", "except", "from", "in", "catch", "skip");
    private static final String NOTHING_MORE =
            "nothing more, or 'between', 'except', 'from', 'in', 'catch up' or 'skip while running',";
    private static final int MOST_BLACKOUTS = 20;

    private final WordReader reader;
    /** The first words of the conditions, and where they stand. */
    private final Map<String, Integer> seen = new HashMap<>();

    private final List<Blackout> blackouts = new ArrayList<>();
    private @Nullable Window window;
    private @Nullable LocalDateTime start;
    private @Nullable ZoneId zone;

    private TimetableWords(String text) {
        this.reader = new WordReader(text);
    }

    /**
     * @throws InvalidTimetableException showing the spot and what could stand there, or that it would never be due, or what
     *     of it would do nothing
     */
    public static Timetable parse(String text) {
        TimetableWords words = new TimetableWords(text);
        Timetable timetable = words.timetable();
        if (timetable.frequency().hasTimes()
                && timetable.next(Instant.EPOCH, ZoneOffset.UTC).isEmpty()) {
            String limits = timetable.limits();
            String why = limits.isEmpty() ? "its time lies before 1970" : limits + " leaves no time";
            throw words.reader.problem(0, "it is never due: " + why);
        }
        return timetable;
    }

    /** What is wrong with the words, showing the spot; empty when they parse. */
    public static Optional<String> problem(String text) {
        try {
            parse(text);
            return Optional.empty();
        } catch (InvalidTimetableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Timetable timetable() {
        Frequency frequency = new FrequencyWords(reader, CONDITIONS).read();
        while (!reader.atEnd()) {
            condition(reader.take(NOTHING_MORE));
        }
        refuseIdle(frequency);
        return new Timetable(
                frequency, window, blackouts, start, zone, seen.containsKey("catch"), seen.containsKey("skip"));
    }

    /** What is said and does nothing is meant otherwise. */
    private void refuseIdle(Frequency frequency) {
        if (!frequency.hasTimes()) {
            refuse("catch", frequency, "only due times of the clock are missed");
            refuse("skip", frequency, "only due times of the clock are skipped");
        }
        if (frequency instanceof Frequency.Continuous) {
            refuse("catch", frequency, "it begins again by itself");
        }
        if (frequency instanceof Frequency.OnDemand) {
            refuse("from", frequency, "nothing of it is due by itself");
        }
    }

    private void refuse(String condition, Frequency frequency, String why) {
        Integer spot = seen.get(condition);
        if (spot != null) {
            throw reader.problem(spot, "'%s' does nothing with '%s': %s".formatted(condition, frequency.words(), why));
        }
    }

    private void condition(MatchResult word) {
        if (!CONDITIONS.contains(word.group())) {
            throw reader.problem(NOTHING_MORE, word);
        }
        if (seen.put(word.group(), word.start()) != null && !word.group().equals("except")) {
            throw reader.problem(word.start(), "a second '%s'".formatted(word.group()));
        }
        switch (word.group()) {
            case "between" -> window = window(word);
            case "except" -> blackouts.add(blackout(word));
            case "from" -> start = start();
            case "in" -> zone = zone();
            case "catch" -> reader.expect("up");
            default -> reader.expect("while", "running");
        }
    }

    private Window window(MatchResult spot) {
        LocalTime from = reader.time();
        reader.expect("and");
        LocalTime to = reader.time();
        if (from.equals(to)) {
            throw reader.problem(spot.start(), "the window begins and ends at %s".formatted(from));
        }
        return new Window(from, to);
    }

    private Blackout blackout(MatchResult spot) {
        if (blackouts.size() == MOST_BLACKOUTS) {
            throw reader.problem(spot.start(), "more than %d exceptions".formatted(MOST_BLACKOUTS));
        }
        String wanted = "times such as 12:00 to 13:00, days such as SAT,SUN, or dates such as 2026-12-24 to 2026-12-26";
        if (reader.isTimeNext()) {
            LocalTime from = reader.time();
            reader.expect("to");
            LocalTime to = reader.time();
            if (from.equals(to)) {
                throw reader.problem(spot.start(), "the exception begins and ends at %s".formatted(from));
            }
            return new Blackout.Times(from, to);
        }
        MatchResult word = reader.take(wanted);
        if (!WordReader.isDate(word)) {
            return new Blackout.Days(reader.days(word, wanted));
        }
        LocalDate from = reader.date(word);
        LocalDate to = reader.takeIf("to") ? reader.date() : from;
        if (to.isBefore(from)) {
            throw reader.problem(spot.start(), "the exception ends before it begins");
        }
        return new Blackout.Dates(from, to);
    }

    private LocalDateTime start() {
        LocalDate day = reader.date();
        return reader.isTimeNext() ? day.atTime(reader.time()) : day.atStartOfDay();
    }

    private ZoneId zone() {
        MatchResult word = reader.take("a time zone such as Australia/Melbourne");
        Set<String> zones = ZoneId.getAvailableZoneIds();
        if (!zones.contains(word.group())) {
            throw reader.problem(
                    word.start(),
                    "'%s' where a time zone such as Australia/Melbourne should be%s"
                            .formatted(word.group(), NearMiss.hint(word.group(), zones)));
        }
        return ZoneId.of(word.group());
    }
}
