package io.drover.console;

import io.drover.site.RouteProblem;
import io.drover.site.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file of a route, to be read.
 *
 * @param id of the box; those of its lines begin with it
 * @param note which version it is
 */
public record SourceBox(String id, String file, String note, List<Line> lines) {

    /**
     * A line of it.
     *
     * @param style {@code fault} where something is wrong, {@code other} where the other version says something else
     * @param said what is wrong with it; empty where nothing is
     */
    public record Line(int number, String text, String style, String said) {}

    /** The versions that there are of a file; one where both say the same. */
    static List<SourceBox> of(String id, SourceText source, List<RouteProblem> problems) {
        List<SourceBox> boxes = new ArrayList<>();
        String now = source.now();
        String inUse = source.inUse();
        if (now != null) {
            String note = inUse == null ? "nothing of it is in use" : source.differs() ? "as it is now" : "in use";
            boxes.add(box(id, source.file(), note, now, source.differs() ? inUse : null, problems));
        }
        if (inUse != null && !inUse.equals(now)) {
            String note = now == null ? "the version in use; it cannot be read any more" : "the version in use";
            boxes.add(box(id + "-used", source.file(), note, inUse, now, List.of()));
        }
        return boxes;
    }

    private static SourceBox box(
            String id, String file, String note, String text, @Nullable String other, List<RouteProblem> problems) {
        Map<Integer, String> faults = new HashMap<>();
        problems.stream()
                .filter(problem -> problem.line() != null)
                .forEach(problem ->
                        faults.merge(problem.line(), problem.reason(), (one, more) -> "%s. %s".formatted(one, more)));
        List<String> others =
                other == null ? List.of() : new ArrayList<>(other.lines().toList());
        List<Line> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int number = lines.size() + 1;
            boolean isOther = other != null && !others.remove(line);
            String said = faults.getOrDefault(number, "");
            lines.add(new Line(number, line, said.isEmpty() ? isOther ? "other" : "" : "fault", said));
        }
        return new SourceBox(id, file, note, lines);
    }
}
