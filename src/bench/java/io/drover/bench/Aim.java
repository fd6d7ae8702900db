package io.drover.bench;

/**
 * What Drover's time shall be beside that of another method.
 *
 * @param speed whether the limit says how many times as fast Drover is at least; otherwise it says how many times as
 *     long it takes at most
 */
record Aim(double limit, boolean speed) {

    static Aim atMost(double times) {
        return new Aim(times, false);
    }

    static Aim timesAsFast(double times) {
        return new Aim(times, true);
    }

    /** @param ratio Drover's time by the other's */
    boolean isMet(double ratio) {
        return speed ? 1 / ratio >= limit : ratio <= limit;
    }

    String measured(double ratio) {
        return text(speed ? 1 / ratio : ratio, "%.2f");
    }

    @Override
    public String toString() {
        return (speed ? "at least " : "at most ") + text(limit, "%s");
    }

    private String text(double times, String format) {
        return String.format(format + (speed ? "x as fast" : "x as long"), times);
    }
}
