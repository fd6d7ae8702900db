package io.drover.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How soon the pages of the console come, with many sites and a long history. */
final class PagesCase {

    private static final double TODAY_MILLIS = 150;
    private static final double LOG_MILLIS = 1_000;
    private static final double OTHER_MILLIS = 100;

    private final Bench bench;

    PagesCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        String sites = System.getProperty("bench.pages.sites", "100");
        String runs = System.getProperty("bench.pages.runs", "1000000");
        Path folder = Files.createTempDirectory(bench.folder(), "pages-");
        BenchDatabase database = bench.servers().emptyDatabase();
        try (ChildJvm process = ChildJvm.start(
                folder,
                new ChildJvm.Program(
                        "pages",
                        "1g",
                        DroverProcess.OPTIONS,
                        System.getProperty("java.class.path"),
                        database.environment(),
                        PagesDrover.class.getName(),
                        List.of(folder.toString(), sites, runs)))) {
            for (String page : process.answer().split(" ")) {
                tell(page.split(";"));
            }
        }
    }

    /** @param figures as {@link PagesDrover} tells them */
    private void tell(String[] figures) {
        double p95 = Double.parseDouble(figures[2]);
        double most = most(figures[0]);
        bench.report()
                .bar(
                        "first byte of `%s`".formatted(figures[0]),
                        "%s ms".formatted(figures[1]),
                        "",
                        "p95 %s ms, longest %s ms".formatted(figures[2], figures[3]),
                        "p95 at most %.0f ms".formatted(most),
                        p95 <= most,
                        "");
    }

    private static double most(String page) {
        if (page.equals("/")) {
            return TODAY_MILLIS;
        }
        return page.matches("/runs/\\d+") ? LOG_MILLIS : OTHER_MILLIS;
    }
}
