package io.drover.fresh;

/** Whether a shop is fresh in what one task sends, worst first. */
public enum FreshState {
    /** Source or shop cannot be asked, or nothing was ever sent: it may be fresh or not. */
    UNKNOWN("Unknown"),
    /** Behind by more than its target. */
    LATE("Late"),
    /** Its site does not run, so that it falls behind. */
    STOPPED("Stopped"),
    FRESH("Fresh");

    private final String word;

    FreshState(String word) {
        this.word = word;
    }

    /** As API and console say it. */
    public String word() {
        return word;
    }
}
