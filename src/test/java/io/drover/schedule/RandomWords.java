package io.drover.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes up timetables in words: each kind, with any of the conditions in any order. */
public final class RandomWords {

    private final Random random;

    private RandomWords(Random random) {
        this.random = random;
    }

    public static String of(Random random) {
        RandomWords words = new RandomWords(random);
        List<String> conditions = new ArrayList<>();
        words.sometimes(conditions, "between %s and %s".formatted(words.time(10), words.time(14)));
        words.sometimes(conditions, "except %s to %s".formatted(words.time(0), words.time(5)));
        words.sometimes(conditions, "except " + words.days());
        words.sometimes(conditions, "except %s to 2027-03-01".formatted(words.date()));
        words.sometimes(conditions, "except " + words.date());
        words.sometimes(conditions, "from " + words.date() + words.pick("", " " + words.time(7)));
        words.sometimes(conditions, "in " + words.pick("Europe/Berlin", "UTC", "Australia/Lord_Howe"));
        words.sometimes(conditions, "catch up");
        words.sometimes(conditions, "skip while running");
        Collections.shuffle(conditions, random);
        conditions.add(0, words.frequency());
        return String.join(words.pick(" ", "  "), conditions);
    }

    private String frequency() {
        return switch (random.nextInt(11)) {
            case 0 -> "every %d seconds".formatted(1 + random.nextInt(1_000));
            case 1 -> "every %d minutes".formatted(1 + random.nextInt(1_440));
            case 2 -> "every %d %s".formatted(1 + random.nextInt(24), pick("hour", "hours"));
            case 3 -> "every %s at %s".formatted(pick("day", days()), time(11));
            case 4 -> "every %d days at %s".formatted(1 + random.nextInt(366), time(12));
            case 5 ->
                "every month on %s at %s".formatted(pick("the last day", "day " + (1 + random.nextInt(31))), time(12));
            case 6 -> "once at %s %s".formatted(date(), time(12));
            case 7 ->
                pick("cron 0 0/5 * * * ?", "cron 0 15 10 ? * mon-fri", "cron 30 0 4 L * ?", "cron 0 0 6 ? jan,JUL 2#1");
            case 8 ->
                "continuously %d seconds after the end".formatted(1 + random.nextInt(600))
                        + pick("", " with %d instances".formatted(1 + random.nextInt(16)));
            case 9 -> "after %s%s".formatted(pick("product-master", "a-task"), pick("", " whatever its result"));
            default -> "on demand";
        };
    }

    private void sometimes(List<String> conditions, String condition) {
        if (random.nextInt(4) == 0) {
            conditions.add(condition);
        }
    }

    private String pick(String... any) {
        return any[random.nextInt(any.length)];
    }

    private String time(int hour) {
        return "%02d:%02d%s".formatted(hour, random.nextInt(60), pick("", "", ":%02d".formatted(random.nextInt(60))));
    }

    private String date() {
        return "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String days() {
        return pick("MON", "sat,SUN", "TUE,WED,THU", "Fri");
    }
}
