package io.drover.console;

import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a site runs, since when, by whom and why not, with the buttons that change it.
 *
 * @param reason null when there is none to tell
 * @param threads names of the threads that are up
 * @param problems of route files and of the last move, one line each
 */
public record StateBox(
        String site,
        Chip state,
        Moment since,
        String by,
        @Nullable String reason,
        List<String> threads,
        boolean canStart,
        boolean canStop,
        List<String> problems)
        implements LiveRegion {

    static StateBox of(Site site, Moments moments) {
        SiteView view = site.view();
        SiteState state = view.state();
        return new StateBox(
                view.site(),
                new Chip(Mark.of(state), word(state)),
                moments.minute(view.since()),
                view.by(),
                view.reason(),
                List.copyOf(view.threads()),
                state == SiteState.STOPPED,
                site.canStop(),
                List.copyOf(view.problems()));
    }

    static String word(SiteState state) {
        String name = state.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    @Override
    public String id() {
        return "state";
    }

    public String link() {
        return Links.site(site);
    }

    /** How many problems, as a heading. */
    public String problemCount() {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }
}
