package io.drover.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that a person can mend everything at once. */
final class Problems {
    private final List<String> lines = new ArrayList<>();

    void add(String place, String problem) {
        lines.add(place + ": " + problem);
    }

    void add(Setting setting, String problem) {
        add(setting.place(), problem);
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new SettingsException(lines);
        }
    }
}
