package io.drover.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page that is already open needs to be up to date.
 *
 * @param title of its tab from now on; null where that never changes
 */
public record LivePage(List<LiveRegion> regions, @Nullable String title) {

    LivePage(List<LiveRegion> regions) {
        this(regions, null);
    }
}
