package io.drover.console;

import org.jspecify.annotations.Nullable;

/**
 * The line on top of a page that says what became of the last click.
 *
 * @param link where to read more; null when there is nothing more
 */
public record Notice(
        Mark mark,
        String text,
        @Nullable String link,
        @Nullable String linkText) {

    static Notice of(Mark mark, String text) {
        return new Notice(mark, text, null, null);
    }

    static Notice refused(Throwable problem) {
        return of(Mark.BAD, String.valueOf(problem.getMessage()));
    }

    static Notice ofRun(Mark mark, String text, long run) {
        return new Notice(mark, text, Links.run(run), "Run " + run);
    }
}
