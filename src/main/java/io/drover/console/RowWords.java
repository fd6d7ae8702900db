package io.drover.console;

import io.drover.run.Run;
import io.drover.send.Fate;
import io.drover.send.Purpose;

/** Says what became of rows, in the words of what the run was for: a preview only would, a verify only compared. */
final class RowWords {

    private RowWords() {}

    static String of(Fate fate, Purpose purpose) {
        return switch (purpose) {
            case SEND, UNDO -> fate.word();
            case PREVIEW ->
                switch (fate) {
                    case INSERTED -> "to insert";
                    case UPDATED -> "to update";
                    case REMOVED -> "to remove";
                    case REFUSED, HELD -> fate.word();
                };
            case VERIFY ->
                switch (fate) {
                    case INSERTED -> "missing";
                    case UPDATED -> "different";
                    case REMOVED -> "extra";
                    case REFUSED, HELD -> fate.word();
                };
        };
    }

    static Chip chip(Fate fate, Purpose purpose) {
        Mark mark = switch (fate) {
            case INSERTED -> Mark.ADDED;
            case UPDATED -> Mark.CHANGED;
            case REMOVED -> Mark.TAKEN_AWAY;
            case REFUSED -> Mark.BAD;
            case HELD -> Mark.HELD_BACK;
        };
        return new Chip(mark, of(fate, purpose));
    }

    /** What a run does or did: {@code Send Changed}, {@code Preview of Send All}, {@code Undo of run 12}. */
    static String purpose(Run run) {
        return switch (run.purpose()) {
            case SEND -> run.mode().words();
            case PREVIEW -> "Preview of " + run.mode().words();
            case VERIFY -> "Verify";
            case UNDO -> "Undo of run " + run.ofRun();
        };
    }
}
