package io.drover.console;

import io.drover.run.Run;
import io.drover.send.Why;
import io.drover.send.WhyStep;
import io.drover.site.Site;
import io.drover.site.WhyHistory;
import io.drover.site.WhyHistory.Event;
import io.drover.site.WhyVerdict;
import io.drover.site.WhyVerdict.State;
import io.drover.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to Why?.
 *
 * @param sentence the answer itself
 * @param past what the kept runs did to the row, newest first
 * @param isPastComplete whether all kept runs were looked through
 */
public record WhyAnswer(Chip state, String sentence, List<Step> steps, List<Past> past, boolean isPastComplete) {

    /**
     * One table.
     *
     * @param facts what is known beside the values, one line each
     */
    public record Step(String table, Chip state, List<String> facts, List<Line> lines, String holdLink) {}

    /**
     * One column; null where there is no such row.
     *
     * @param differs whether source and shop differ in it
     */
    public record Line(
            String column,
            @Nullable RowValue all,
            @Nullable RowValue changed,
            @Nullable RowValue target,
            boolean differs) {}

    /** What one run did. */
    public record Past(
            String runLink,
            String run,
            Moment at,
            String purpose,
            Chip fate,
            String table,
            String key,
            List<RowChange> changes,
            String reason) {}

    static WhyAnswer of(Site site, Task task, Why why, WhyHistory.Events events, Moments moments) {
        WhyVerdict verdict = WhyVerdict.of(why);
        return new WhyAnswer(
                chip(verdict.state()),
                verdict.sentence(),
                why.steps().stream()
                        .map(step -> step(site, task, why.key(), step, moments))
                        .toList(),
                events.events().stream().map(event -> past(event, moments)).toList(),
                events.complete());
    }

    private static Chip chip(State state) {
        return switch (state) {
            case REFUSED -> new Chip(Mark.BAD, "Refused");
            case HELD -> new Chip(Mark.HELD_BACK, "Held");
            case UNKNOWN -> new Chip(Mark.CARE, "Not in the source");
            case EXTRA -> new Chip(Mark.CARE, "Only in the shop");
            case MISSING -> new Chip(Mark.CARE, "Not in the shop");
            case DIFFERENT -> new Chip(Mark.CARE, "Different");
            case GONE -> new Chip(Mark.PASSED, "Gone");
            case EQUAL -> new Chip(Mark.DONE, "Equal");
        };
    }

    private static Step step(Site site, Task task, String key, WhyStep step, Moments moments) {
        return new Step(
                step.table(),
                chip(WhyVerdict.state(step)),
                facts(step, moments),
                lines(step),
                Links.hold(site.name(), task.name(), step.table(), HoldHandler.key(site, task, step.table(), key)));
    }

    private static List<String> facts(WhyStep step, Moments moments) {
        List<String> facts = new ArrayList<>();
        facts.add("Send All: " + (step.sourceAll() == null ? "the query does not return it" : "the query returns it")
                + (step.gone() ? ", flagged as gone" : ""));
        String from = step.since() == null
                ? "which takes all rows before the first send"
                : "which looks for changes since %s of the source"
                        .formatted(step.since().toString().replace('T', ' '));
        facts.add("Send Changed, %s: %s"
                .formatted(
                        from, step.sourceChanged() == null ? "the query does not return it" : "the query returns it"));
        Instant watermark = step.watermark();
        facts.add(
                watermark == null
                        ? "Nothing was sent yet"
                        : "Everything is sent up to "
                                + moments.second(watermark).text());
        if (step.held() != null) {
            facts.add("Held: " + step.held());
        }
        if (step.refused() != null) {
            facts.add("Refused by the shop: " + step.refused());
        }
        return facts;
    }

    private static List<Line> lines(WhyStep step) {
        Set<String> columns = new LinkedHashSet<>();
        for (Map<String, @Nullable String> row : rows(step)) {
            columns.addAll(row.keySet());
        }
        return columns.stream()
                .map(column -> new Line(
                        column,
                        value(step.sourceAll(), column),
                        value(step.sourceChanged(), column),
                        value(step.target(), column),
                        step.differing().contains(column)))
                .toList();
    }

    private static List<Map<String, @Nullable String>> rows(WhyStep step) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        if (step.sourceAll() != null) {
            rows.add(step.sourceAll());
        }
        if (step.sourceChanged() != null) {
            rows.add(step.sourceChanged());
        }
        if (step.target() != null) {
            rows.add(step.target());
        }
        return rows;
    }

    private static @Nullable RowValue value(@Nullable Map<String, @Nullable String> row, String column) {
        return row == null || !row.containsKey(column) ? null : RowValue.of(row.get(column));
    }

    private static Past past(Event event, Moments moments) {
        Run run = event.run();
        return new Past(
                Links.run(run.run()),
                "Run " + run.run(),
                moments.minute(run.startedAt() == null ? run.requestedAt() : run.startedAt()),
                RowWords.purpose(run),
                RowWords.chip(event.row().fate(), run.purpose()),
                event.row().table(),
                event.row().key(),
                RowChange.of(event.row()),
                RowLine.reason(event.row()));
    }
}
