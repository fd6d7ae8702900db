package io.drover.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** How long a reader of the shop waits at most for a row, asked for by its key, while the table is made equal. */
final class ReaderCase {

    private static final Duration THINKING = Duration.ofMillis(2);
    private static final double MOST_MILLIS = 50;

    private final Bench bench;

    ReaderCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        Products table = bench.products(bench.rows());
        Baselines baselines = bench.baselines(table);
        Waits drover = new Waits(table);
        Waits other = new Waits(table);
        try (DroverProcess process = bench.drover(table)) {
            bench.repeat(counts -> {
                other.during(counts, baselines::truncateAndCopy);
                drover.during(counts, () -> process.sendAll(table));
                table.checkEqual("Drover");
            });
        }
        bench.report()
                .bar(
                        "longest wait of a reader, 1 % differ",
                        millis(drover.longest),
                        "TRUNCATE + COPY: " + millis(other.longest),
                        "",
                        "at most " + millis(MOST_MILLIS),
                        drover.longest <= MOST_MILLIS,
                        "longest of all repetitions; %,d and %,d questions".formatted(drover.asked, other.asked));
    }

    private static String millis(double millis) {
        return String.format("%.0f ms", millis);
    }

    /** The waits of one reader while something else works. */
    private final class Waits {

        private final Products table;
        private volatile boolean working;
        private double longest;
        private long asked;

        Waits(Products table) {
            this.table = table;
        }

        void during(boolean counts, Times.Work work) throws Exception {
            table.changeOnePercent();
            table.settle();
            working = true;
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<?> reader = thread.submit((Callable<?>) () -> read(counts));
                work.run();
                working = false;
                reader.get();
            } finally {
                working = false;
                thread.shutdown();
            }
        }

        private Object read(boolean counts) throws SQLException {
            Random random = new Random(1);
            try (Connection connection = bench.servers().target().connect();
                    PreparedStatement question =
                            connection.prepareStatement("select price from " + table.table() + " where sku = ?")) {
                while (working) {
                    question.setString(1, "P%09d".formatted(1 + random.nextLong(table.rows())));
                    long begin = System.nanoTime();
                    try (ResultSet answer = question.executeQuery()) {
                        answer.next();
                    }
                    if (counts) {
                        longest = Math.max(longest, (System.nanoTime() - begin) / 1e6);
                        asked++;
                    }
                    LockSupport.parkNanos(THINKING.toNanos());
                }
            }
            return this;
        }
    }
}
