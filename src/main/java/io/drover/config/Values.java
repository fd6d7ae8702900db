package io.drover.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** Turns given texts into values; a wrong one is a problem and answered with the default, so that reading goes on. */
final class Values {
    private final GivenSettings given;
    private final Problems problems;

    Values(GivenSettings given, Problems problems) {
        this.given = given;
        this.problems = problems;
    }

    String text(String key, String byDefault) {
        Optional<Setting> setting = given.find(key);
        if (setting.isPresent() && setting.get().value().isEmpty()) {
            problems.add(setting.get(), "is empty, give a value or remove the key");
        }
        return setting.map(Setting::value).filter(value -> !value.isEmpty()).orElse(byDefault);
    }

    int number(String key, int least, int most, int byDefault) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return byDefault;
        }
        String value = setting.get().value();
        if (value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        problems.add(
                setting.get(), "\"" + value + "\" is no number from " + least + " to " + most + ", give one of these");
        return byDefault;
    }

    /** Whole days or hours, {@code 14d} or {@code 36h}, at least one hour. */
    Duration duration(String key, Duration byDefault) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return byDefault;
        }
        String value = setting.get().value();
        if (!value.matches("0{0,4}[1-9][0-9]{0,4}[dh]")) {
            problems.add(setting.get(), "\"" + value + "\" is no time, write days or hours like 14d or 36h");
            return byDefault;
        }
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        return value.endsWith("d") ? Duration.ofDays(number) : Duration.ofHours(number);
    }

    /** Whole minutes, hours or days, {@code 30m}, {@code 2h} or {@code 3d}; empty where it is not given. */
    Optional<Duration> span(String key) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        String value = setting.get().value();
        if (!value.matches("0{0,4}[1-9][0-9]{0,4}[mhd]")) {
            problems.add(
                    setting.get(), "\"" + value + "\" is no time, write minutes, hours or days like 30m, 2h or 3d");
            return Optional.empty();
        }
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        return Optional.of(
                switch (value.charAt(value.length() - 1)) {
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    boolean flag(String key, boolean byDefault) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return byDefault;
        }
        String value = setting.get().value();
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(setting.get(), "\"" + value + "\" is neither true nor false, write one of them");
        }
        return value.equals("true");
    }

    ZoneId zone(String key) {
        Optional<Setting> setting = given.find(key);
        if (setting.isEmpty()) {
            return ZoneId.systemDefault();
        }
        String value = setting.get().value();
        try {
            return ZoneId.of(value);
        } catch (DateTimeException e) {
            String hint = NearMiss.hint(value, ZoneId.getAvailableZoneIds());
            problems.add(
                    setting.get(),
                    "\"" + value + "\" is no time zone" + (hint.isEmpty() ? ", write one like Europe/Prague" : hint));
            return ZoneId.systemDefault();
        }
    }
}
