package io.drover.send;

/** What a send is given: every row of the set, or the rows that changed since the watermark. */
public enum Mode {
    ALL("Send All"),
    CHANGED("Send Changed");

    /** The exchange property under which the steps of a route find the mode of their run. */
    public static final String PROPERTY = "DroverMode";

    private final String words;

    Mode(String words) {
        this.words = words;
    }

    /** The name operators know it by. */
    public String words() {
        return words;
    }
}
