package io.drover.bench;

import io.drover.bench.DroverProcess.Run;
import java.time.Duration;

/** Send All beside COPY and the staging table, for what may differ between source and target. */
final class SendAllCases {

    private static final String TRUNCATE_AND_COPY = "TRUNCATE + COPY";

    private static final String STAGING_AND_UPSERT = "staging + upsert";

    /** Pages of the log that any commit may bring with it, beside what a run without a row writes. */
    private static final long LOG_TOLERANCE_BYTES = 16_384;

    private final Bench bench;

    SendAllCases(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        if (!bench.wants("one-percent", "staging", "equal", "first-load", "all-changed", "indexes")) {
            return;
        }
        Products table = bench.products(bench.rows());
        Baselines baselines = bench.baselines(table);
        try (DroverProcess drover = bench.drover(table)) {
            Pair pair = new Pair(bench, table, drover);
            bench.attempt("one-percent", () -> {
                pair.measure(table::changeOnePercent, baselines::truncateAndCopy);
                pair.tell("Send All, 1 % differ", TRUNCATE_AND_COPY, Aim.atMost(1.25));
            });
            bench.attempt("staging", () -> {
                pair.measure(table::changeOnePercent, baselines::stageAndUpsert);
                pair.tell("Send All, 1 % differ", STAGING_AND_UPSERT, Aim.timesAsFast(2));
            });
            bench.attempt("equal", () -> {
                pair.measure(() -> {}, baselines::truncateAndCopy);
                pair.tell("Send All, nothing differs", TRUNCATE_AND_COPY, Aim.atMost(1.0));
                tellNothingWritten(pair, drover, table);
            });
            bench.attempt("first-load", () -> {
                pair.measure(table::emptyTarget, baselines::copy);
                pair.tell("Send All into an empty table", "COPY", Aim.atMost(1.15));
            });
            bench.attempt("all-changed", () -> {
                pair.measure(
                        () -> {
                            baselines.truncateAndCopy();
                            table.changeAll();
                        },
                        baselines::stageAndUpsert);
                pair.tell("Send All, all rows differ", STAGING_AND_UPSERT, Aim.atMost(1.1));
            });
            bench.attempt("indexes", () -> {
                baselines.truncateAndCopy();
                table.indexTarget();
                try {
                    pair.measure(table::changeOnePercent, baselines::truncateAndCopy);
                    pair.tell("Send All, 1 % differ, 4 secondary indexes", TRUNCATE_AND_COPY, Aim.timesAsFast(5));
                } finally {
                    table.dropTargetIndexes();
                }
            });
        }
    }

    private void tellNothingWritten(Pair pair, DroverProcess drover, Products table) throws Exception {
        drover.sendNothing(table);
        bench.servers().settle(table.table());
        long before = bench.servers().walBytes();
        drover.sendNothing(table);
        long own = bench.servers().walBytes() - before;
        Run last = pair.lastRun();
        bench.report()
                .bar(
                        "the same: rows and log written",
                        "%d rows, %,d bytes".formatted(last.written(), pair.droverLogBytes()),
                        "a run of no row: %,d bytes".formatted(own),
                        "",
                        "0 rows, no log but the run's own",
                        last.written() == 0 && pair.droverLogBytes() <= own + LOG_TOLERANCE_BYTES,
                        "the log of PostgreSQL, by its position before and after");
    }

    /** Drover and another method by turns, each after the same preparation. */
    private static final class Pair {

        private final Bench bench;
        private final Products table;
        private final DroverProcess drover;
        private Times droverTimes = new Times();
        private Times otherTimes = new Times();
        private long droverLogBytes;
        private long otherLogBytes;
        private Run lastRun;

        Pair(Bench bench, Products table, DroverProcess drover) throws Exception {
            this.bench = bench;
            this.table = table;
            this.drover = drover;
            this.lastRun = drover.sendNothing(table);
        }

        void measure(Times.Work prepare, Times.Work other) throws Exception {
            droverTimes = new Times();
            otherTimes = new Times();
            bench.repeat(counts -> {
                otherRound(counts, prepare, other);
                droverRound(counts, prepare);
            });
        }

        private void otherRound(boolean counts, Times.Work prepare, Times.Work other) throws Exception {
            prepare.run();
            table.settle();
            long before = bench.servers().walBytes();
            Duration time = Times.of(other);
            otherLogBytes = bench.servers().walBytes() - before;
            if (counts) {
                otherTimes.add(time);
            }
            table.checkEqual("The baseline");
        }

        private void droverRound(boolean counts, Times.Work prepare) throws Exception {
            prepare.run();
            table.settle();
            long before = bench.servers().walBytes();
            lastRun = drover.sendAll(table);
            droverLogBytes = bench.servers().walBytes() - before;
            if (counts) {
                droverTimes.add(lastRun.time());
            }
            table.checkEqual("Drover");
        }

        void tell(String work, String method, Aim aim) {
            String note = String.format(
                    "%,d equal, %,d inserted, %,d updated, %,d removed; %,.0f rows/s; log %,.1f MB, the other %,.1f MB",
                    lastRun.equal(),
                    lastRun.inserted(),
                    lastRun.updated(),
                    lastRun.removed(),
                    table.rows() / droverTimes.seconds(),
                    droverLogBytes / 1e6,
                    otherLogBytes / 1e6);
            bench.report().compare(work, droverTimes, method, otherTimes, aim, note);
        }

        Run lastRun() {
            return lastRun;
        }

        long droverLogBytes() {
            return droverLogBytes;
        }
    }
}
