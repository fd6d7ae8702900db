package io.drover.run;

import java.util.Arrays;

/** How a run ended. */
public enum Result {
    OK("OK", Light.GREEN),
    OK_WITH_REFUSED_ROWS("OK with refused rows", Light.YELLOW),
    FAILED("Failed", Light.RED),
    STOPPED("Stopped", Light.YELLOW),
    MISSED("Missed", Light.YELLOW),
    SKIPPED("Skipped", Light.YELLOW),
    INTERRUPTED("Interrupted", Light.RED);

    private final String word;
    private final Light light;

    Result(String word, Light light) {
        this.word = word;
        this.light = light;
    }

    /** As the tables, the API and the console say it. */
    public String word() {
        return word;
    }

    public Light light() {
        return light;
    }

    /** True where the run did what it was for, with refused rows or without. */
    public boolean isOk() {
        return this == OK || this == OK_WITH_REFUSED_ROWS;
    }

    /** @throws IllegalArgumentException listing the words there are */
    public static Result of(String word) {
        return Arrays.stream(values())
                .filter(result -> result.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not one of %s"
                        .formatted(
                                word, Arrays.stream(values()).map(Result::word).toList())));
    }
}
