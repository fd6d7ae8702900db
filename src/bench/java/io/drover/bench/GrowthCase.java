package io.drover.bench;

import io.drover.bench.DroverProcess.Run;
import java.util.List;
import java.util.stream.LongStream;

/** Send All of 1 % at growing sizes: the time per row shall not grow with the table, and the heap shall suffice. */
final class GrowthCase {

    private static final double MOST_GROWTH = 1.2;

    private final Bench bench;

    GrowthCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        List<Long> sizes = LongStream.of(10_000, 100_000, 1_000_000, 10_000_000)
                .filter(size -> size <= bench.largest())
                .boxed()
                .toList();
        double least = Double.MAX_VALUE;
        for (long size : sizes) {
            double microsPerRow = measure(size, least);
            least = Math.min(least, microsPerRow);
        }
    }

    private double measure(long size, double least) throws Exception {
        Products table = bench.products(size);
        Times times = new Times();
        try (DroverProcess drover = bench.drover(table)) {
            bench.repeat(counts -> {
                table.changeOnePercent();
                table.settle();
                Run run = drover.sendAll(table);
                if (counts) {
                    times.add(run.time());
                }
                table.checkEqual("Drover");
            });
            return tell(table, times, least, drover.heapPeakMegabytes());
        }
    }

    private double tell(Products table, Times times, double least, long heapPeakMegabytes) {
        double micros = times.seconds() * 1e6 / table.rows();
        double growth = least == Double.MAX_VALUE ? 1 : micros / least;
        bench.report()
                .bar(
                        "Send All, 1 %% of %,d rows".formatted(table.rows()),
                        times.toString(),
                        "per row: " + text("%.2f µs", micros),
                        text("%.2fx", growth),
                        text("at most %.1fx per row of any smaller table", MOST_GROWTH),
                        growth <= MOST_GROWTH,
                        "heap peak %d MB of %s".formatted(heapPeakMegabytes, DroverProcess.HEAP));
        return micros;
    }

    private static String text(String format, double number) {
        return String.format(format, number);
    }
}
