package io.drover.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs the benchmark. System properties: {@code bench.rows} (of the table, 1,000,000 without it), {@code bench.largest}
 * (most rows of the cases that let a table grow, ten times the rows if 0), {@code bench.only} (cases by name,
 * separated by comma), {@code bench.repetitions} (measured after one that is not, 3 without it), {@code bench.sites},
 * {@code bench.sites.period} and {@code bench.sites.heap} (numbers of sites, separated by comma, how often their tasks are
 * due, in seconds, and the heap of a Drover with them).
 */
final class Bench implements AutoCloseable {

    private final Servers servers;
    private final Path folder;
    private final Report report;
    private final Set<String> only;
    private final long rows = Long.getLong("bench.rows", 1_000_000);
    private final long largest = Long.getLong("bench.largest", 0) > 0 ? Long.getLong("bench.largest", 0) : rows * 10;
    private final int repetitions = Integer.getInteger("bench.repetitions", 3);
    private final Map<Long, Products> tables = new HashMap<>();

    private Bench(Path folder) throws IOException {
        this.folder = folder;
        this.only = Set.of(System.getProperty("bench.only", "all").split(","));
        this.servers = Servers.start(folder.resolve("servers"));
        this.report = new Report(System.out, folder.resolveSibling("results.md"), facts());
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT); // figures are written the same everywhere
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        Path work = folder.resolve("work");
        remove(work);
        Files.createDirectories(work);
        try (Bench bench = new Bench(work)) {
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "shutdown"));
            bench.run();
        }
        remove(work.resolve("servers"));
    }

    private void run() {
        guard("queue", new QueueCase(this)::run);
        guard("sites", new SitesCase(this)::run);
        attempt("pages", new PagesCase(this)::run);
        attempt("viewers", new ViewersCase(this)::run);
        attempt("data", this::tellData);
        guard("Send All", new SendAllCases(this)::run);
        guard("peers", new PeerCases(this)::run);
        attempt("readers", new ReaderCase(this)::run);
        attempt("wire", new WireCase(this)::run);
        attempt("changed", new SendChangedCase(this)::run);
        attempt("growth", new GrowthCase(this)::run);
        report.conclude();
    }

    private void tellData() throws Exception {
        Times.Work making = () -> products(rows);
        double seconds = Times.of(making).toMillis() / 1e3;
        report.figure("making the source and its copy", "", "", "%.1f s".formatted(seconds), "not part of any figure");
    }

    private List<String> facts() {
        Runtime machine = Runtime.getRuntime();
        String memory = "unknown";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            memory = (system.getTotalMemorySize() >> 30) + " GiB";
        }
        return List.of(
                "%,d rows of 20 columns; growing tables up to %,d rows; median (shortest–longest) of %d after a warm-up."
                        .formatted(rows, largest, repetitions),
                "%d cores, %s of memory; PostgreSQL %s, fsync and synchronous_commit on; JDK %s, heap %s for Drover and %d MiB for the baselines."
                        .formatted(
                                machine.availableProcessors(),
                                memory,
                                servers.version(),
                                System.getProperty("java.version"),
                                DroverProcess.HEAP,
                                machine.maxMemory() >> 20));
    }

    Servers servers() {
        return servers;
    }

    Path folder() {
        return folder;
    }

    Report report() {
        return report;
    }

    int repetitions() {
        return repetitions;
    }

    long rows() {
        return rows;
    }

    long largest() {
        return largest;
    }

    boolean wants(String... cases) {
        return only.contains("all") || Stream.of(cases).anyMatch(only::contains);
    }

    /** The table of this size, made at its first use; its target is equal to its source. */
    Products products(long size) throws Exception {
        Products table = tables.get(size);
        if (table == null) {
            table = new Products(servers, size);
            tables.put(size, table);
        }
        baselines(table).truncateAndCopy();
        table.settle();
        return table;
    }

    Baselines baselines(Products table) {
        return new Baselines(servers.source(), servers.target(), table.table());
    }

    /** A fresh Drover that sends a table. */
    DroverProcess drover(Products table) throws IOException {
        return drover(table, servers.source(), servers.target());
    }

    /** The same, with other ways to source and target. */
    DroverProcess drover(Products table, BenchDatabase source, BenchDatabase target) throws IOException {
        return DroverProcess.start(DroverHome.make(folder, table, source, target, servers.droverDatabase()));
    }

    /** Runs a case if it is wanted. */
    void attempt(String name, Times.Work work) {
        if (wants(name)) {
            guard(name, work);
        }
    }

    /** Whatever fails becomes a line of the report, and the rest goes on. */
    private void guard(String name, Times.Work work) {
        try {
            work.run();
        } catch (Exception e) {
            e.printStackTrace();
            report.failure(name, e);
        }
    }

    /** Does it once without counting it, then as often as it is measured. */
    void repeat(Repetition repetition) throws Exception {
        for (int i = 0; i <= repetitions; i++) {
            repetition.run(i > 0);
        }
    }

    @Override
    public void close() {
        servers.close();
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** One round of a case. */
    interface Repetition {
        /** Works once; what it measures is kept only if it counts. */
        void run(boolean counts) throws Exception;
    }
}
