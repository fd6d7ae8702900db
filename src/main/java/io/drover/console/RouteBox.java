package io.drover.console;

import io.drover.site.RouteFile;
import io.drover.site.RouteProblem;
import io.drover.site.RouteSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route file: what is in use of it, what is wrong with it, its drawing and its texts.
 *
 * @param since when the version in use was taken in; null where there is none
 * @param drawing null where nothing is in use
 * @param route the file itself
 * @param queries the SQL files that it names
 */
public record RouteBox(
        String file,
        Chip state,
        @Nullable Moment since,
        List<Problem> problems,
        @Nullable RouteDrawing drawing,
        List<SourceBox> route,
        List<SourceBox> queries) {

    /** What is wrong, and where it stands on the page; {@code link} is null where it has no line. */
    public record Problem(String words, @Nullable String link) {}

    static RouteBox of(RouteSource source, String began, Moments moments) {
        RouteFile file = source.file();
        List<SourceBox> queries = new ArrayList<>();
        for (int i = 0; i < source.queries().size(); i++) {
            queries.addAll(SourceBox.of(queryId(i), source.queries().get(i), List.of()));
        }
        return new RouteBox(
                file.file(),
                state(file.state()),
                file.loadedAt() == null ? null : moments.minute(file.loadedAt()),
                file.problems().stream().map(RouteBox::problem).toList(),
                source.begin().stream()
                        .findFirst()
                        .map(step -> RouteDrawing.of(step, began))
                        .orElse(null),
                SourceBox.of("route", source.route(), file.problems()),
                queries);
    }

    /** Of the box of the query at that place. */
    static String queryId(int place) {
        return "query-" + (place + 1);
    }

    static Chip state(RouteFile.State state) {
        return switch (state) {
            case LOADED -> new Chip(Mark.DONE, "In use");
            case LAST_GOOD -> new Chip(Mark.CARE, "Last good version in use");
            case BROKEN -> new Chip(Mark.BAD, "Broken");
        };
    }

    private static Problem problem(RouteProblem problem) {
        return new Problem(problem.text(), problem.line() == null ? null : "#route-" + problem.line());
    }
}
