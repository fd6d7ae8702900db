package io.drover.bench;

import io.drover.bench.DroverProcess.Run;

/** Send Changed of the same number of rows out of a table and out of one ten times as large. */
final class SendChangedCase {

    private static final Aim AIM = Aim.atMost(1.3);

    private final Bench bench;

    SendChangedCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        long few = bench.largest() / 10;
        long changed = few / 100;
        Times small = measure(few, changed);
        Times large = measure(bench.largest(), changed);
        bench.report()
                .compare(
                        "Send Changed, %,d rows out of %,d".formatted(changed, bench.largest()),
                        large,
                        "out of %,d".formatted(few),
                        small,
                        AIM,
                        "by stamp, with an index on it");
    }

    private Times measure(long rows, long changed) throws Exception {
        Products table = bench.products(rows);
        Times times = new Times();
        try (DroverProcess drover = bench.drover(table)) {
            drover.sendAll(table);
            bench.repeat(counts -> {
                table.changeOneIn(Math.toIntExact(rows / changed));
                table.settle();
                Run run = drover.sendChanged(table);
                if (counts) {
                    times.add(run.time());
                }
                table.checkEqual("Drover");
            });
        }
        return times;
    }
}
