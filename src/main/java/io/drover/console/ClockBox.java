package io.drover.console;

import java.time.Instant;

/** When the page was last brought up to date. */
public record ClockBox(Moment at) implements LiveRegion {

    static ClockBox now(Moments moments) {
        Instant now = moments.now();
        return new ClockBox(moments.full(now));
    }

    @Override
    public String id() {
        return "clock";
    }
}
