package io.drover.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that somebody who mistyped probably meant. */
public final class NearMiss {
    private static final int LARGEST_DISTANCE = 2;

    private NearMiss() {}

    /** {@code ", did you mean KEY?"} for the nearest word at most 2 edits away, else an empty text. */
    public static String hint(String written, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(written, word) <= LARGEST_DISTANCE)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .map(word -> ", did you mean " + word + "?")
                .orElse("");
    }

    /** Edits between two words: a character added, dropped or changed, or two neighbours swapped. */
    static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, left, right, i, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(int[][] edits, String left, String right, int i, int j) {
        int changed = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j - 1] + changed, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
