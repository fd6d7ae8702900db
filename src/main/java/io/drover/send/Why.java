package io.drover.send;

import java.util.List;

/**
 * Where one row stands at this moment, on its way from the source to the target.
 *
 * @param key as it was asked for
 * @param steps one for each row with that key that source or shop has, in the order of the sends
 */
public record Why(String task, String key, List<WhyStep> steps) {

    public Why {
        steps = List.copyOf(steps);
    }
}
