package io.drover.api;

/** Tells texts that a database and a log can keep from those they cannot. */
final class PlainText {

    private PlainText() {}

    /** False when it has a NUL or half of a character pair. */
    static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
