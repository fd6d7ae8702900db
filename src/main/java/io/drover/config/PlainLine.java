package io.drover.config;

/** Text from elsewhere as it may stand in a log or on a terminal. */
public final class PlainLine {

    private PlainLine() {}

    /** Whatever a text holds, it stays one line, forges no other, and gives the terminal no orders. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean plain = !Character.isISOControl(c)
                    && c != 0x2028
                    && c != 0x2029
                    && Character.getType(c) != Character.FORMAT
                    // Half a character, which no database takes.
                    && Character.getType(c) != Character.SURROGATE;
            line.appendCodePoint(plain ? c : ' ');
        });
        return line.toString();
    }
}
