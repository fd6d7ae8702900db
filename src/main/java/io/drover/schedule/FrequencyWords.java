package io.drover.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;

/** Reads the first part of a timetable: how often. */
final class FrequencyWords {

    private static final String BEGINNINGS = "'every', 'once', 'cron', 'continuously', 'after' or 'on demand'";
    private static final int MOST_DAYS = 366;
    private static final int MOST_INSTANCES = 16;

    private final WordReader reader;
    /** Words that begin a condition, so that they end a cron. */
    private final Set<String> conditions;

    FrequencyWords(WordReader reader, Set<String> conditions) {
        this.reader = reader;
        this.conditions = conditions;
    }

    Frequency read() {
        MatchResult word = reader.take(BEGINNINGS);
        return switch (word.group()) {
            case "every" -> every();
            case "once" -> once();
            case "cron" -> cron();
            case "continuously" -> continuous();
            case "after" -> after();
            case "on" -> onDemand();
            default -> throw reader.problem(BEGINNINGS, word);
        };
    }

    private Frequency every() {
        if (reader.takeIf("month")) {
            return monthly();
        }
        if (!reader.isNumberNext()) {
            return weekly();
        }
        MatchResult number = reader.take("a number");
        if (!reader.peek().equals("day") && !reader.peek().equals("days")) {
            return new Frequency.Interval(reader.duration(number));
        }
        reader.take("days");
        int days = number.group().length() > 3 ? 0 : Integer.parseInt(number.group());
        if (days < 1 || days > MOST_DAYS) {
            throw reader.problem("1 to %d days".formatted(MOST_DAYS), number);
        }
        reader.expect("at");
        return days == 1
                ? new Frequency.Weekly(EnumSet.allOf(DayOfWeek.class), reader.time())
                : new Frequency.EveryDays(days, reader.time());
    }

    private Frequency weekly() {
        String wanted = "a number, day, month, or days such as MON,THU";
        MatchResult word = reader.take(wanted);
        Set<DayOfWeek> days = word.group().equals("day") ? EnumSet.allOf(DayOfWeek.class) : reader.days(word, wanted);
        reader.expect("at");
        return new Frequency.Weekly(days, reader.time());
    }

    private Frequency monthly() {
        reader.expect("on");
        int day = Frequency.Monthly.LAST_DAY;
        if (reader.takeIf("the")) {
            reader.expect("last", "day");
        } else {
            reader.expect("day");
            day = reader.number("a day", 1, 31);
        }
        reader.expect("at");
        return new Frequency.Monthly(day, reader.time());
    }

    private Frequency once() {
        reader.expect("at");
        return new Frequency.Once(reader.date().atTime(reader.time()));
    }

    private Frequency cron() {
        List<MatchResult> fields = new ArrayList<>();
        while (!reader.atEnd() && !conditions.contains(reader.peek())) {
            fields.add(reader.take("a field"));
        }
        if (fields.isEmpty()) {
            reader.take("the six fields of a cron");
        }
        try {
            return CronText.parse(fields.stream().map(MatchResult::group).toList());
        } catch (CronText.CronProblem e) {
            MatchResult spot = fields.get(e.field() < fields.size() ? e.field() : 0);
            throw reader.problem(spot.start(), "'%s': %s".formatted(spot.group(), e.getMessage()));
        }
    }

    private Frequency continuous() {
        Duration pause = reader.duration(reader.take("a number"));
        reader.expect("after", "the", "end");
        int instances = 1;
        if (reader.takeIf("with")) {
            instances = reader.number("a number", 1, MOST_INSTANCES);
            if (!reader.takeIf("instance")) {
                reader.expect("instances");
            }
        }
        return new Frequency.Continuous(pause, instances);
    }

    private Frequency after() {
        String task = reader.take("the name of a task").group();
        boolean whateverResult = reader.takeIf("whatever");
        if (whateverResult) {
            reader.expect("its", "result");
        }
        return new Frequency.After(task, whateverResult);
    }

    private Frequency onDemand() {
        reader.expect("demand");
        return new Frequency.OnDemand();
    }
}
