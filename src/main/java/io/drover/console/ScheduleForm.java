package io.drover.console;

import io.drover.schedule.Blackout;
import io.drover.schedule.Frequency;
import io.drover.schedule.Schedule;
import io.drover.schedule.Timetable;
import io.drover.send.Mode;
import io.vertx.core.MultiMap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form of Edit Task Schedule as it was typed: texts by field, and the days of the week that are ticked. What is not
 * chosen keeps its text too, so that nothing typed is lost by a refusal.
 */
public record ScheduleForm(Map<String, String> texts, Set<String> days) {

    /** Names of the days as timetables write them. */
    public static final List<String> DAYS = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3))
            .toList();

    static final String DAY = "day";

    private static final List<String> FIELDS = List.of(
            "mode",
            "frequency",
            "every",
            "unit",
            DAY,
            "everyDays",
            "monthDay",
            "at",
            "cron",
            "pause",
            "pauseUnit",
            "instances",
            "after",
            "whatever",
            "words",
            "startDate",
            "startTime",
            "windowFrom",
            "windowTo",
            "except",
            "zone",
            "catchUp",
            "overlap",
            "node",
            "enabled",
            "comments",
            "reason",
            "version");

    /** What stands in the fields of a kind of frequency before anybody chose it. */
    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("every", "15"),
            Map.entry("unit", "minutes"),
            Map.entry("everyDays", "3"),
            Map.entry("monthDay", "1"),
            Map.entry("at", "02:00"),
            Map.entry("pause", "10"),
            Map.entry("pauseUnit", "seconds"),
            Map.entry("instances", "1"),
            Map.entry("words", "every 15 minutes between 06:00 and 20:00"),
            Map.entry("frequency", "interval"),
            Map.entry("overlap", "wait"));

    public ScheduleForm {
        texts = Map.copyOf(texts);
        days = Set.copyOf(days);
    }

    /** All fields in the order of the form. */
    static Stream<String> order() {
        return FIELDS.stream();
    }

    /** What a browser has sent. */
    static ScheduleForm typed(MultiMap sent) {
        Map<String, String> texts = new HashMap<>();
        for (String field : FIELDS) {
            String value = sent.get(field);
            texts.put(field, value == null ? "" : ConsoleParts.storable(value).strip());
        }
        Set<String> days = new TreeSet<>(sent.getAll(DAY));
        days.retainAll(DAYS);
        return new ScheduleForm(texts, days);
    }

    /** For a schedule that is to be added. */
    static ScheduleForm added(Mode mode) {
        Map<String, String> texts = new HashMap<>(USUAL);
        texts.put("mode", mode.name());
        texts.put("enabled", "on");
        return new ScheduleForm(texts, Set.copyOf(DAYS));
    }

    /** For one that is there. */
    static ScheduleForm of(Schedule schedule) {
        Timetable timetable = schedule.timetable();
        Map<String, String> texts = new HashMap<>(USUAL);
        texts.putAll(frequency(timetable.frequency()));
        if (timetable.start() != null) {
            texts.put("startDate", timetable.start().toLocalDate().toString());
            texts.put("startTime", timetable.start().toLocalTime().toString());
        }
        if (timetable.frequency() instanceof Frequency.Once once) {
            texts.put("startDate", once.at().toLocalDate().toString());
            texts.put("startTime", once.at().toLocalTime().toString());
        }
        if (timetable.window() != null) {
            texts.put("windowFrom", timetable.window().from().toString());
            texts.put("windowTo", timetable.window().to().toString());
        }
        texts.put(
                "except",
                timetable.blackouts().stream()
                        .map(Blackout::words)
                        .map(words -> words.substring("except ".length()))
                        .collect(Collectors.joining("\n")));
        texts.put("zone", timetable.ownZone() == null ? "" : timetable.ownZone().getId());
        texts.put("catchUp", timetable.catchUp() ? "on" : "");
        texts.put("overlap", timetable.skipWhileRunning() ? "skip" : "wait");
        texts.put("words", schedule.words());
        texts.put("mode", schedule.mode().name());
        texts.put("node", schedule.node() == null ? "" : schedule.node());
        texts.put("enabled", schedule.enabled() ? "on" : "");
        texts.put("comments", schedule.comments());
        texts.put("version", String.valueOf(schedule.version()));
        Set<String> days = timetable.frequency() instanceof Frequency.Weekly weekly
                ? weekly.days().stream().map(day -> day.name().substring(0, 3)).collect(Collectors.toSet())
                : Set.copyOf(DAYS);
        return new ScheduleForm(texts, days);
    }

    private static Map<String, String> frequency(Frequency frequency) {
        if (frequency instanceof Frequency.Interval interval) {
            Amount step = Amount.of(interval.step());
            return Map.of("frequency", "interval", "every", step.number(), "unit", step.unit());
        } else if (frequency instanceof Frequency.Weekly weekly) {
            return Map.of("frequency", "weekly", "at", weekly.time().toString());
        } else if (frequency instanceof Frequency.EveryDays each) {
            return Map.of(
                    "frequency", "days",
                    "everyDays", String.valueOf(each.days()),
                    "at", each.time().toString());
        } else if (frequency instanceof Frequency.Monthly monthly) {
            String day = monthly.day() == Frequency.Monthly.LAST_DAY ? "last" : String.valueOf(monthly.day());
            return Map.of(
                    "frequency",
                    "monthly",
                    "monthDay",
                    day,
                    "at",
                    monthly.time().toString());
        } else if (frequency instanceof Frequency.Continuous continuous) {
            Amount pause = Amount.of(continuous.pause());
            return Map.of(
                    "frequency", "continuous",
                    "pause", pause.number(),
                    "pauseUnit", pause.unit(),
                    "instances", String.valueOf(continuous.instances()));
        } else if (frequency instanceof Frequency.After after) {
            return Map.of("frequency", "after", "after", after.task(), "whatever", after.whateverResult() ? "on" : "");
        } else if (frequency instanceof Frequency.Once) {
            return Map.of("frequency", "once");
        } else if (frequency instanceof Frequency.OnDemand) {
            return Map.of("frequency", "demand");
        }
        return Map.of("frequency", "cron", "cron", frequency.toString());
    }

    /** A duration in the largest unit that divides it. */
    private record Amount(String number, String unit) {

        static Amount of(Duration duration) {
            long seconds = duration.toSeconds();
            if (seconds % 3600 == 0) {
                return new Amount(String.valueOf(seconds / 3600), "hours");
            }
            return seconds % 60 == 0
                    ? new Amount(String.valueOf(seconds / 60), "minutes")
                    : new Amount(String.valueOf(seconds), "seconds");
        }
    }

    /** The same with another text in one field. */
    ScheduleForm with(String field, String text) {
        Map<String, String> changed = new HashMap<>(texts);
        changed.put(field, text);
        return new ScheduleForm(changed, days);
    }

    /** What stands in a field; empty where nothing does. */
    public String text(String field) {
        return texts.getOrDefault(field, "");
    }

    /** Whether a field, or one of several that share their name, has this value. */
    public boolean is(String field, String value) {
        return text(field).equals(value);
    }

    public boolean has(String day) {
        return days.contains(day);
    }
}
