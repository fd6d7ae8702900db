package io.drover.run;

/** The event log of a site, as operators read it. Thread-safe. */
@FunctionalInterface
public interface EventLog {

    /** @param thread the site's named thread that speaks, e.g. {@code AllOthers} */
    void line(String thread, String text);
}
