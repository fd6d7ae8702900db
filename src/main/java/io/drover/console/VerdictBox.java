package io.drover.console;

import io.drover.fresh.DataSet;
import io.drover.fresh.FreshState;
import io.drover.fresh.Need;
import io.drover.fresh.Span;
import io.drover.fresh.Today;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import java.util.List;
import java.util.Objects;

/**
 * The one sentence that says how the shops are: it names the worst data set.
 *
 * @param title the same for the browser's tab, shorter
 * @param more what else there is to know of it; empty = nothing
 */
public record VerdictBox(Mark mark, String title, String sentence, String more, List<SiteCard> sites)
        implements LiveRegion {

    /** A site and its state. */
    public record SiteCard(String name, String link, Chip state, String words) {}

    static VerdictBox of(Today.Moment now, Moments moments) {
        List<SiteView> views = now.sites();
        List<SiteCard> cards = views.stream().map(view -> card(view, moments)).toList();
        DataSet worst = now.sets().stream()
                .filter(set -> set.state() == FreshState.UNKNOWN || set.state() == FreshState.LATE)
                .findFirst()
                .orElse(null);
        if (worst != null) {
            return ofWorst(worst, now, cards);
        }
        Need stopped = now.needs().stream()
                .filter(need -> need.kind() == Need.Kind.STOPPED)
                .findFirst()
                .orElse(null);
        if (stopped != null) {
            String site = Objects.requireNonNullElse(stopped.site(), "");
            return new VerdictBox(
                    Mark.OFF, "Stopped: " + site, "Site %s is stopped.".formatted(site), stopped.why() + ".", cards);
        }
        if (!now.needs().isEmpty()) {
            return ofNeed(now.needs().get(0), views, cards);
        }
        boolean anyRuns = !running(views).isEmpty();
        return anyRuns
                ? new VerdictBox(Mark.DONE, "Fresh", fresh(views) + " Nothing needs you.", "", cards)
                : new VerdictBox(
                        Mark.OFF,
                        "No site runs",
                        "No site is running.",
                        "Nothing is sent until one is started.",
                        cards);
    }

    private static SiteCard card(SiteView view, Moments moments) {
        String reason = view.reason() == null ? "" : ": “%s”".formatted(view.reason());
        String since = "since %s, %s%s".formatted(moments.minute(view.since()).text(), view.by(), reason);
        return new SiteCard(
                view.site(),
                Links.site(view.site()),
                new Chip(Mark.of(view.state()), StateBox.word(view.state())),
                since);
    }

    private static VerdictBox ofWorst(DataSet worst, Today.Moment now, List<SiteCard> cards) {
        String title = worst.task().title();
        String where = "%s, %s".formatted(title, worst.site());
        String others = others(worst, now);
        if (worst.state() == FreshState.UNKNOWN) {
            return new VerdictBox(
                    Mark.UNSURE,
                    "Unknown: " + where,
                    "Whether the %s shop is fresh in %s is unknown.".formatted(worst.site(), title),
                    "%s. %s".formatted(Moments.sentence(worst.reason()), others).strip(),
                    cards);
        }
        String sentence = worst.behind() == null
                ? "The %s shop has never been complete in %s.".formatted(worst.site(), title)
                : "The %s shop is %s behind in %s.".formatted(worst.site(), Span.words(worst.behind()), title);
        return new VerdictBox(Mark.CARE, "Late: " + where, sentence, (waiting(worst) + others).strip(), cards);
    }

    private static String waiting(DataSet worst) {
        Long waiting = worst.waiting();
        if (waiting == null || waiting == 0) {
            return "";
        }
        return waiting == 1 ? "1 change waits. " : "%,d changes wait. ".formatted(waiting);
    }

    private static String others(DataSet worst, Today.Moment now) {
        List<DataSet> others = now.sets().stream()
                .filter(set -> set != worst && set.siteState() == SiteState.RUNNING)
                .toList();
        long fresh =
                others.stream().filter(set -> set.state() == FreshState.FRESH).count();
        if (others.isEmpty()) {
            return "";
        }
        if (fresh == others.size()) {
            return fresh == 1 ? "The other one is fresh." : "The other %,d are fresh.".formatted(fresh);
        }
        return "Of the other %,d, %,d %s fresh.".formatted(others.size(), fresh, fresh == 1 ? "is" : "are");
    }

    private static VerdictBox ofNeed(Need need, List<SiteView> views, List<SiteCard> cards) {
        String sentence = need.where().isEmpty()
                ? "%s needs you.".formatted(need.about())
                : "%s in the %s shop needs you.".formatted(need.about(), need.where());
        return new VerdictBox(Mark.CARE, "Needs you: " + need.aboutAndWhere(), sentence, fresh(views), cards);
    }

    private static List<String> running(List<SiteView> views) {
        return views.stream()
                .filter(view -> view.state() == SiteState.RUNNING)
                .map(SiteView::site)
                .toList();
    }

    /** To be said only where nothing that runs is late or unknown. */
    private static String fresh(List<SiteView> views) {
        List<String> running = running(views);
        return switch (running.size()) {
            case 0 -> "";
            case 1 -> "The %s shop is fresh.".formatted(running.get(0));
            case 2 ->
                views.size() == 2
                        ? "Both shops are fresh."
                        : "The shops %s and %s are fresh.".formatted(running.get(0), running.get(1));
            default -> "All %d shops that run are fresh.".formatted(running.size());
        };
    }

    /** True where there is nothing to do. */
    public boolean isWell() {
        return mark == Mark.DONE;
    }

    @Override
    public String id() {
        return "verdict";
    }
}
