package io.drover.console;

import io.drover.schedule.InvalidTimetableException;
import io.drover.schedule.TimetableWords;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts what was typed into the form of a schedule into the words of a timetable, and knows from which field each of them
 * came, so that what is wrong with it is told there.
 */
final class ScheduleWords {

    private static final Pattern EXCEPTION = Pattern.compile("\\S+( to \\S+)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final String FREQUENCY = "frequency";
    private static final String WORDS = "words";

    private final ScheduleForm form;
    private final StringBuilder words = new StringBuilder();
    private final NavigableMap<Integer, String> spots = new TreeMap<>();
    private final Map<String, String> problems = new HashMap<>();

    private ScheduleWords(ScheduleForm form) {
        this.form = form;
    }

    static ScheduleWords of(ScheduleForm form) {
        ScheduleWords of = new ScheduleWords(form);
        if (form.is(FREQUENCY, WORDS)) {
            of.inWords();
            return of;
        }
        of.frequency();
        of.limits();
        of.rest();
        if (of.problems.isEmpty()) {
            of.check();
        }
        return of;
    }

    /** The timetable in words; of use only where nothing is wrong. */
    String words() {
        return words.toString();
    }

    /** What is wrong, by field. */
    Map<String, String> problems() {
        return problems;
    }

    private void check() {
        try {
            TimetableWords.parse(words());
        } catch (InvalidTimetableException e) {
            Map.Entry<Integer, String> spot = spots.floorEntry(e.position());
            problems.put(spot == null ? FREQUENCY : spot.getValue(), e.what());
        }
    }

    /** They say all, so that no other field counts; what is wrong is told with its spot. */
    private void inWords() {
        required(WORDS, "The schedule in words");
        if (problems.isEmpty()) {
            try {
                TimetableWords.parse(words());
            } catch (InvalidTimetableException e) {
                problems.put(WORDS, "Character %d: %s".formatted(e.position(), e.what()));
            }
        }
    }

    private void frequency() {
        switch (form.text(FREQUENCY)) {
            case "interval" -> {
                say(FREQUENCY, "every");
                number("every", "How many");
                word("unit", "Seconds, minutes or hours");
            }
            case "weekly" -> weekly();
            case "days" -> {
                say(FREQUENCY, "every");
                number("everyDays", "How many days");
                say(FREQUENCY, "days");
                at();
            }
            case "monthly" -> monthly();
            case "once" -> {
                say(FREQUENCY, "once at");
                word("startDate", "The date");
                word("startTime", "The time");
            }
            case "cron" -> {
                say(FREQUENCY, "cron");
                required("cron", "The cron");
            }
            case "continuous" -> {
                say(FREQUENCY, "continuously");
                number("pause", "The pause");
                word("pauseUnit", "Seconds, minutes or hours");
                say(FREQUENCY, "after the end with");
                number("instances", "How many at a time");
                say(FREQUENCY, "instances");
            }
            case "after" -> {
                say(FREQUENCY, "after");
                word("after", "The task");
                if (!form.text("whatever").isEmpty()) {
                    say("whatever", "whatever its result");
                }
            }
            case "demand" -> say(FREQUENCY, "on demand");
            default -> problems.put(FREQUENCY, "Choose how often");
        }
    }

    private void weekly() {
        if (form.days().isEmpty()) {
            problems.put(ScheduleForm.DAY, "Choose at least one day");
            return;
        }
        boolean isDaily = form.days().size() == ScheduleForm.DAYS.size();
        say(FREQUENCY, "every");
        say(
                ScheduleForm.DAY,
                isDaily
                        ? "day"
                        : String.join(
                                ",",
                                ScheduleForm.DAYS.stream().filter(form::has).toList()));
        at();
    }

    private void monthly() {
        say(FREQUENCY, "every month on");
        if (form.is("monthDay", "last")) {
            say("monthDay", "the last day");
        } else {
            say("monthDay", "day");
            number("monthDay", "The day");
        }
        at();
    }

    private void at() {
        say("at", "at");
        word("at", "The time of day");
    }

    private void limits() {
        boolean hasWindow =
                !form.text("windowFrom").isEmpty() || !form.text("windowTo").isEmpty();
        if (hasWindow) {
            say("windowFrom", "between");
            word("windowFrom", "The beginning");
            say("windowTo", "and");
            word("windowTo", "The end");
        }
        form.text("except")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(this::exception);
    }

    private void exception(String line) {
        String plain = line.replaceAll("\\s+", " ");
        if (EXCEPTION.matcher(plain).matches()) {
            say("except", "except " + plain);
        } else {
            problems.put("except", "'%s' is no exception".formatted(line));
        }
    }

    private void rest() {
        boolean isOnce = form.is(FREQUENCY, "once");
        if (!isOnce && !form.text("startDate").isEmpty()) {
            say("startDate", "from");
            word("startDate", "The date");
            if (!form.text("startTime").isEmpty()) {
                word("startTime", "The time");
            }
        } else if (!isOnce && !form.text("startTime").isEmpty()) {
            problems.put("startDate", "A start has a date; leave the time out, or give the date too");
        }
        if (!form.text("zone").isEmpty()) {
            say("zone", "in");
            word("zone", "The zone");
        }
        if (!form.text("catchUp").isEmpty()) {
            say("catchUp", "catch up");
        }
        if (form.is("overlap", "skip")) {
            say("overlap", "skip while running");
        }
    }

    private void number(String field, String name) {
        String text = form.text(field);
        if (text.isEmpty() || NUMBER.matcher(text).matches()) {
            word(field, name);
        } else {
            problems.put(field, "%s is a whole number, not '%s'".formatted(name, text));
        }
    }

    /** A text without blanks: one with blanks could say more than its field is for. */
    private void word(String field, String name) {
        String text = form.text(field);
        if (text.chars().anyMatch(Character::isWhitespace)) {
            problems.put(field, "%s has no blank in it, '%s' has".formatted(name, text));
        } else {
            required(field, name);
        }
    }

    private void required(String field, String name) {
        String text = form.text(field);
        if (text.isEmpty()) {
            problems.put(field, name + " is missing");
        } else {
            say(field, text);
        }
    }

    private void say(String field, String text) {
        if (!words.isEmpty()) {
            words.append(' ');
        }
        spots.put(words.length() + 1, field);
        words.append(text);
    }
}
