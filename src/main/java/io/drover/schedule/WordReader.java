package io.drover.schedule;

import io.drover.config.NearMiss;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a timetable one after the other, and what is said where one of them does not fit. */
final class WordReader {

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern TIME = Pattern.compile("[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final List<String> UNITS = List.of("seconds", "minutes", "hours");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_CHARACTERS = 500;
    private static final String FORMS =
            "A schedule is e.g. 'every 15 minutes between 06:00 and 20:00', 'every SUN at 02:00',"
                    + " 'every 3 days at 01:00', 'every month on the last day at 02:00', 'once at 2026-12-01 18:30',"
                    + " 'cron 0 15 10 ? * MON-FRI', 'continuously 10 seconds after the end', 'after product-master' or 'on demand'";

    private final String text;
    private final List<MatchResult> words = new ArrayList<>();
    private int next;

    WordReader(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidTimetableException(
                    MOST_CHARACTERS + 1, "A schedule has at most %d characters".formatted(MOST_CHARACTERS));
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new InvalidTimetableException(
                        i + 1, "Character %d of the schedule is no letter, digit or sign".formatted(i + 1));
            }
        }
        this.text = text;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.toMatchResult());
        }
    }

    boolean atEnd() {
        return next == words.size();
    }

    /** The next word without taking it; empty at the end. */
    String peek() {
        return atEnd() ? "" : words.get(next).group();
    }

    MatchResult take(String wanted) {
        if (atEnd()) {
            throw new InvalidTimetableException(
                    text.length() + 1,
                    "it ends where %s should be".formatted(wanted),
                    "'%s', character %d: it ends where %s should be. %s"
                            .formatted(text, text.length() + 1, wanted, FORMS));
        }
        return words.get(next++);
    }

    /** Takes the next word if it is that one. */
    boolean takeIf(String word) {
        if (!peek().equals(word)) {
            return false;
        }
        next++;
        return true;
    }

    void expect(String... wanted) {
        for (String each : wanted) {
            MatchResult word = take("'" + each + "'");
            if (!word.group().equals(each)) {
                throw problem("'" + each + "'", word);
            }
        }
    }

    boolean isNumberNext() {
        return !atEnd() && peek().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    int number(String wanted, int least, int most) {
        MatchResult word = take(wanted);
        String digits = word.group();
        boolean isNumber = digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || digits.length() > 9 || Integer.parseInt(digits) < least || Integer.parseInt(digits) > most) {
            throw problem("%s from %d to %d".formatted(wanted, least, most), word);
        }
        return Integer.parseInt(digits);
    }

    /** A number that was read and the unit that follows: at least a second, at most a day. */
    Duration duration(MatchResult number) {
        MatchResult unit = take("seconds, minutes or hours");
        long seconds = switch (unit.group()) {
            case "second", "seconds" -> 1;
            case "minute", "minutes" -> 60;
            case "hour", "hours" -> 3600;
            default -> throw problem("seconds, minutes or hours", unit, NearMiss.hint(unit.group(), UNITS));
        };
        String digits = number.group();
        long amount = digits.length() > 6 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (amount < 1 || amount > LONGEST.toSeconds() / seconds) {
            throw problem("at least a second and at most a day", number);
        }
        return Duration.ofSeconds(amount * seconds);
    }

    LocalTime time() {
        return time(take("a time such as 06:00"));
    }

    LocalTime time(MatchResult word) {
        try {
            if (TIME.matcher(word.group()).matches()) {
                return LocalTime.parse(word.group());
            }
        } catch (DateTimeException e) {
            // Told below: 24:00 and later.
        }
        throw problem("a time such as 06:00", word);
    }

    boolean isTimeNext() {
        return TIME.matcher(peek()).matches();
    }

    LocalDate date() {
        return date(take("a date such as 2026-12-01"));
    }

    LocalDate date(MatchResult word) {
        try {
            if (isDate(word)) {
                return LocalDate.parse(word.group());
            }
        } catch (DateTimeException e) {
            // Told below: 30 February.
        }
        throw problem("a date such as 2026-12-01", word);
    }

    static boolean isDate(MatchResult word) {
        return DATE.matcher(word.group()).matches();
    }

    Set<DayOfWeek> days(MatchResult word, String wanted) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : word.group().toUpperCase(Locale.ROOT).split(",", -1)) {
            DayOfWeek found = day(name);
            if (found == null) {
                throw problem(wanted, word);
            }
            days.add(found);
        }
        return days;
    }

    private static @Nullable DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (Words.day(day).equals(name)) {
                return day;
            }
        }
        return null;
    }

    InvalidTimetableException problem(String wanted, MatchResult word) {
        return problem(wanted, word, "");
    }

    private InvalidTimetableException problem(String wanted, MatchResult word, String hint) {
        return problem(word.start(), "'%s' where %s should be%s".formatted(word.group(), wanted, hint));
    }

    /** @param start of the spot, from 0 */
    InvalidTimetableException problem(int start, String what) {
        return new InvalidTimetableException(
                start + 1,
                what,
                "'%s', character %d: %s%s %s".formatted(text, start + 1, what, what.endsWith("?") ? "" : ".", FORMS));
    }
}
