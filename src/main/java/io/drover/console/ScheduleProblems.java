package io.drover.console;

import io.drover.schedule.InvalidTimetableException;
import io.drover.site.InvalidReasonException;
import io.drover.site.InvalidScheduleException;
import io.drover.task.UnknownTaskException;
import java.util.Map;

/** Finds the field of the form to which a refusal belongs. */
final class ScheduleProblems {

    private ScheduleProblems() {}

    /** With its full stop, unless it asks. */
    static String sentence(String problem) {
        return problem.endsWith("?") || problem.endsWith(".") ? problem : problem + ".";
    }

    /** @return what is wrong, by field; empty where the work was done */
    static Map<String, String> of(Runnable work) {
        try {
            work.run();
            return Map.of();
        } catch (InvalidTimetableException e) {
            return Map.of("frequency", e.what());
        } catch (InvalidScheduleException e) {
            return Map.of(e.field().equals("schedule") ? "frequency" : e.field(), String.valueOf(e.getMessage()));
        } catch (InvalidReasonException e) {
            return Map.of("reason", String.valueOf(e.getMessage()));
        } catch (UnknownTaskException e) {
            return Map.of("after", String.valueOf(e.getMessage()));
        }
    }
}
