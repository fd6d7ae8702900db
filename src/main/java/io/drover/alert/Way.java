package io.drover.alert;

/** How people are reached. */
public enum Way {
    MAIL("mail"),
    HOOK("web hook");

    private final String word;

    Way(String word) {
        this.word = word;
    }

    /** As pages and API say it. */
    public String word() {
        return word;
    }
}
