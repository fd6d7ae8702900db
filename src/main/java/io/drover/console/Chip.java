package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;

/** A state as shape, word and colour. */
public record Chip(Mark mark, String word) {

    static Chip of(Run run) {
        Result result = run.result();
        return new Chip(Mark.of(run), result == null ? run.status().word() : result.word());
    }
}
