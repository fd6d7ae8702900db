package io.drover.run;

import java.util.Locale;

/** The traffic light of a result (IF7): whether somebody must look. */
public enum Light {
    /** All is well. */
    GREEN,
    /** Look at the log when there is time: rows were refused, or the run did not take place. */
    YELLOW,
    /** Something is broken. */
    RED;

    /** As the API shows it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
