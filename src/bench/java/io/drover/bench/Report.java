package io.drover.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The table of all results as Markdown, on the console and in a file; a line is in both as soon as it is known. */
final class Report {

    private static final List<String> HEAD = List.of(
            "", "| work | Drover | compared with | measured | aim | | beside it |", "|---|---|---|---|---|---|---|");

    private final PrintStream out;
    private final Path file;
    private boolean missed;

    /** @param facts about the machine and the run, above the table */
    Report(PrintStream out, Path file, List<String> facts) throws IOException {
        this.out = out;
        this.file = file;
        Files.deleteIfExists(file);
        facts.forEach(this::print);
        HEAD.forEach(this::print);
    }

    /** One bar: Drover's times beside those of another method. */
    void compare(String work, Times drover, String method, Times other, Aim aim, String note) {
        double ratio = drover.ratioTo(other);
        bar(
                work,
                drover.toString(),
                method + ": " + other,
                aim.measured(ratio),
                aim.toString(),
                aim.isMet(ratio),
                note);
    }

    /** One bar of any kind. */
    void bar(String work, String drover, String other, String measured, String aim, boolean met, String note) {
        missed |= !met;
        row(work, drover, other, measured, aim, met ? "met" : "**missed**", note);
    }

    /** A figure without a bar. */
    void figure(String work, String drover, String other, String measured, String note) {
        row(work, drover, other, measured, "", "", note);
    }

    /** A case that ended before its figures were known; it counts as missed. */
    void failure(String work, Exception cause) {
        bar(
                work,
                "failed",
                "",
                "",
                "",
                false,
                String.valueOf(cause.getMessage()).replaceAll("\\s+", " "));
    }

    private void row(String... cells) {
        print("| " + String.join(" | ", cells) + " |");
    }

    private void print(String line) {
        out.println(line);
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says on the console how it went. */
    void conclude() {
        out.println((missed ? "Some aims were missed; " : "All aims were met; ") + "the table is in " + file);
    }
}
