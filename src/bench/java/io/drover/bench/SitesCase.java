package io.drover.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Drover with more and more sites of twenty tasks: what each costs, and how late their fires become. */
final class SitesCase {

    private final Bench bench;

    /** What one process found out. */
    private record Figures(
            double start,
            double heap,
            double resident,
            double threads,
            double cores,
            double transactions,
            double fires,
            double median,
            double p99,
            double longest) {

        static Figures of(String answer) {
            double[] parts = List.of(answer.split(" ")).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Figures(
                    parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8], parts[9]);
        }
    }

    SitesCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        if (!bench.wants("sites")) {
            return;
        }
        for (String sites : System.getProperty("bench.sites", "10,100,1000").split(",")) {
            Figures figures = measure(sites);
            bench.report()
                    .figure(
                            "%s sites x 20 tasks, %.0f fires/s".formatted(sites, figures.fires),
                            "started in %.1f s".formatted(figures.start),
                            "",
                            "%.0f MB of heap, %.0f MB resident, %.0f threads"
                                    .formatted(figures.heap, figures.resident, figures.threads),
                            "%.2f cores, %.0f transactions/s; begun late: median %.0f ms, p99 %.0f ms, longest %.0f ms"
                                    .formatted(
                                            figures.cores,
                                            figures.transactions,
                                            figures.median,
                                            figures.p99,
                                            figures.longest));
        }
    }

    private Figures measure(String sites) throws Exception {
        Path folder = Files.createTempDirectory(bench.folder(), "sites-");
        BenchDatabase database = bench.servers().emptyDatabase();
        try (ChildJvm process = ChildJvm.start(
                folder,
                new ChildJvm.Program(
                        "sites-" + sites,
                        System.getProperty("bench.sites.heap", "4g"),
                        DroverProcess.OPTIONS,
                        System.getProperty("java.class.path"),
                        database.environment(),
                        SitesDrover.class.getName(),
                        List.of(folder.toString(), sites, System.getProperty("bench.sites.period", "30"))))) {
            return Figures.of(process.answer());
        }
    }
}
