package io.drover.run;

import io.drover.config.PlainLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What one run says. Lines are stored a moment later, or with the run's result, so that a quick run costs no journey to the
 * database for them; a line that cannot be stored never ends the run. Thread-safe.
 */
final class RunLog {

    /** Of a run that says more, the rest is counted. */
    static final int MOST_LINES = 10_000;

    static final int LONGEST_LINE = 2_000;

    private final Run run;
    private final Clock clock;
    private final Consumer<RunLog> storeSoon;
    private final List<LogLine> unstored = new ArrayList<>();
    /** Held while lines that were taken are on their way to where they are read. */
    private final ReentrantLock storing = new ReentrantLock();

    private int last;
    private long leftOut;

    RunLog(Run run, Clock clock, Consumer<RunLog> storeSoon) {
        this.run = run;
        this.clock = clock;
        this.storeSoon = storeSoon;
    }

    Run run() {
        return run;
    }

    /** Adds a text, line by line. */
    void line(String text) {
        synchronized (this) {
            text.lines().forEach(line -> {
                if (last < MOST_LINES) {
                    add(line);
                } else {
                    leftOut++;
                }
            });
        }
        storeSoon.accept(this);
    }

    /** Adds the line that says how the run ended; it is never left out. */
    synchronized void end(String text) {
        if (leftOut > 0) {
            add("%,d more lines were left out".formatted(leftOut));
            leftOut = 0;
        }
        add(text);
    }

    private void add(String text) {
        String plain = PlainLine.of(text);
        int end = Math.min(plain.length(), LONGEST_LINE);
        // Not between the two halves of a character.
        int cut = end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1)) ? end - 1 : end;
        unstored.add(
                new LogLine(++last, clock.instant(), cut < plain.length() ? plain.substring(0, cut) + "…" : plain));
    }

    /** Lines are taken, and stored by the time of {@link #endStoring}, which the same thread calls. */
    void beginStoring() {
        storing.lock();
    }

    void endStoring() {
        storing.unlock();
    }

    /** The last lines; all before them are stored when this returns, so that nobody reads the end without the beginning. */
    List<LogLine> takeLast() {
        beginStoring();
        try {
            return take();
        } finally {
            endStoring();
        }
    }

    /** The lines that are not stored; whoever takes them stores them. */
    synchronized List<LogLine> take() {
        List<LogLine> taken = List.copyOf(unstored);
        unstored.clear();
        return taken;
    }

    /** Lines that were taken and could not be stored. */
    synchronized void giveBack(List<LogLine> lines) {
        unstored.addAll(0, lines);
    }
}
