package io.drover.send;

import java.util.Arrays;

/** What became of a row that was not simply equal; in a preview, what would. */
public enum Fate {
    INSERTED("inserted"),
    UPDATED("updated"),
    REMOVED("removed"),
    /** The target cannot take it; the reason says why. */
    REFUSED("refused"),
    /** An operator parked it. */
    HELD("held");

    private final String word;

    Fate(String word) {
        this.word = word;
    }

    /** As tables, API and console say it. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException listing the words there are */
    public static Fate of(String word) {
        return Arrays.stream(values())
                .filter(fate -> fate.word.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not one of %s"
                        .formatted(word, Arrays.stream(values()).map(Fate::word).toList())));
    }
}
