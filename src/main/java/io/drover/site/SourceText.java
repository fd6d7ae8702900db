package io.drover.site;

import org.jspecify.annotations.Nullable;

/**
 * A file of a route, in the two versions that there may be of it.
 *
 * @param file its path as people know it
 * @param now as it stands in its folder; null where it is gone or no text
 * @param inUse as it was when it was taken in; null where nothing of it is in use
 */
public record SourceText(
        String file, @Nullable String now, @Nullable String inUse) {

    /** True where the two are there and say different things. */
    public boolean differs() {
        return now != null && inUse != null && !now.equals(inUse);
    }
}
