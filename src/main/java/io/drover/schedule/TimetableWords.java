package io.drover.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a timetable from the words of a route file:
 *
 * <pre>
 * every N seconds|minutes|hours [between HH:MM and HH:MM]
 * every day at HH:MM
 * every MON,THU at HH:MM
 * </pre>
 */
public final class TimetableWords {

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final String FORMS =
            "It takes 'every 15 minutes', 'every 2 hours between 06:00 and 20:00', 'every day at 02:00' or 'every SUN at 02:00'";
    private static final Duration LONGEST_STEP = Duration.ofDays(1);

    private final String text;
    private final List<MatchResult> words = new ArrayList<>();
    private int next;

    private TimetableWords(String text) {
        this.text = text;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.toMatchResult());
        }
    }

    /** @throws IllegalArgumentException showing the spot and the forms there are */
    public static Timetable parse(String text) {
        TimetableWords reader = new TimetableWords(text);
        Timetable timetable = reader.timetable();
        if (reader.next < reader.words.size()) {
            throw reader.problem("nothing more", reader.take());
        }
        return timetable;
    }

    /** What is wrong with the words, showing the spot; empty when they parse. */
    public static Optional<String> problem(String text) {
        try {
            parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Timetable timetable() {
        expect("every");
        MatchResult word = take();
        if (word.group().chars().allMatch(Character::isDigit)) {
            return interval(word);
        }
        Set<DayOfWeek> days = days(word);
        expect("at");
        return new Timetable.Weekly(days, time());
    }

    private Timetable interval(MatchResult number) {
        MatchResult unit = take();
        Duration step;
        try {
            long amount = Long.parseLong(number.group());
            step = switch (unit.group()) {
                case "second", "seconds" -> Duration.ofSeconds(amount);
                case "minute", "minutes" -> Duration.ofMinutes(amount);
                case "hour", "hours" -> Duration.ofHours(amount);
                default -> throw problem("seconds, minutes or hours", unit);
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw problem("a number", number);
        }
        if (step.isZero() || step.compareTo(LONGEST_STEP) > 0) {
            throw problem("at least a second and at most a day", number);
        }
        if (next == words.size()) {
            return new Timetable.Interval(step, null, null);
        }
        expect("between");
        LocalTime from = time();
        expect("and");
        return new Timetable.Interval(step, from, time());
    }

    private Set<DayOfWeek> days(MatchResult word) {
        if (word.group().equals("day")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : word.group().toUpperCase(Locale.ROOT).split(",", -1)) {
            DayOfWeek found = null;
            for (DayOfWeek day : DayOfWeek.values()) {
                if (day.name().substring(0, 3).equals(name)) {
                    found = day;
                }
            }
            if (found == null) {
                throw problem("a number, day, or days such as MON,THU", word);
            }
            days.add(found);
        }
        return days;
    }

    private LocalTime time() {
        MatchResult word = take();
        try {
            return LocalTime.parse(word.group());
        } catch (DateTimeException e) {
            throw problem("a time such as 06:00", word);
        }
    }

    private void expect(String wanted) {
        MatchResult word = take();
        if (!word.group().equals(wanted)) {
            throw problem("'" + wanted + "'", word);
        }
    }

    private MatchResult take() {
        if (next == words.size()) {
            throw new IllegalArgumentException("'%s' ends too early. %s".formatted(text, FORMS));
        }
        return words.get(next++);
    }

    private IllegalArgumentException problem(String wanted, MatchResult word) {
        return new IllegalArgumentException("'%s', character %d: '%s' where %s should be. %s"
                .formatted(text, word.start() + 1, word.group(), wanted, FORMS));
    }
}
