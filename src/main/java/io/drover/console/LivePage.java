package io.drover.console;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page that is already open needs to be up to date.
 *
 * @param title of its tab from now on; null where that never changes
 * @param isLast true when nothing of it will change any more
 */
public record LivePage(List<LiveRegion> regions, @Nullable String title, boolean isLast) {

    LivePage(List<LiveRegion> regions) {
        this(regions, null, false);
    }

    /** The same without the regions whose version is among those. */
    LivePage without(Set<String> seen) {
        return new LivePage(
                regions.stream()
                        .filter(region -> !seen.contains(region.version()))
                        .toList(),
                title,
                isLast);
    }
}
