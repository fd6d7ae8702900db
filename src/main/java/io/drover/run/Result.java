package io.drover.run;

import java.util.Arrays;

/** How a run ended. */
public enum Result {
    OK("OK"),
    OK_WITH_REFUSED_ROWS("OK with refused rows"),
    FAILED("Failed"),
    STOPPED("Stopped"),
    MISSED("Missed"),
    SKIPPED("Skipped"),
    INTERRUPTED("Interrupted");

    private final String word;

    Result(String word) {
        this.word = word;
    }

    /** As the tables, the API and the console say it. */
    public String word() {
        return word;
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
