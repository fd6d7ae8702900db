package io.drover.console;

import io.drover.run.LogLine;
import io.drover.run.Run;
import java.util.List;

/**
 * A piece of a run's log.
 *
 * @param first number of its first line, or of the line it would begin with
 * @param hasMore whether lines follow that are not shown
 */
public record RunLogBox(long run, int first, List<Line> lines, boolean hasMore) implements LiveRegion {

    private static final int LINES = 500;

    /** A line with the time at which it was written. */
    public record Line(int number, Moment at, String text) {}

    /** @param after number of the last line of the piece before; 0 = from the beginning */
    static RunLogBox of(Run run, int after, ConsoleParts parts) {
        List<LogLine> found = parts.runs().log(run.run(), after, LINES + 1);
        List<Line> shown = found.stream()
                .limit(LINES)
                .map(line -> new Line(line.line(), parts.moments().second(line.at()), line.text()))
                .toList();
        return new RunLogBox(run.run(), after + 1, shown, found.size() > LINES);
    }

    @Override
    public String id() {
        return "run-log";
    }

    public boolean isBeginning() {
        return first == 1;
    }

    public String beginningLink() {
        return Links.run(run);
    }

    public int lastNumber() {
        return lines.get(lines.size() - 1).number();
    }

    public String moreLink() {
        return "%s?after=%d".formatted(Links.run(run), lastNumber());
    }
}
