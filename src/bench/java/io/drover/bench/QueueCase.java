package io.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that do nothing, from request to history, beside the queues of Quartz, JobRunr and db-scheduler: each in a fresh
 * process on an empty database of the same server, with eight workers and eight askers.
 */
final class QueueCase {

    private static final double LEAST_PER_SECOND = 2000;
    private static final double MOST_MILLIS = 100;
    private static final double MOST_IDLE = 1;
    private static final String HEAP = DroverProcess.HEAP;

    /**
     * How many runs are measured, after three times as many, which is about half a minute, to get warm: the JIT compiler takes a
     * tenth of the machine until then. Of the slow ones fewer, which is enough to tell them apart.
     */
    private static final Map<String, String> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("quartz", "2000");
        PEERS.put("jobrunr", "10000");
        PEERS.put("db-scheduler", "20000");
    }

    private static final String DROVERS = "20000";
    private static final int WARM = 3;

    private final Bench bench;

    /** What one process found out. */
    private record Figures(double perSecond, double median, double worst, double idle) {

        static Figures of(String answer) {
            String[] parts = answer.split(" ");
            return new Figures(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]));
        }
    }

    QueueCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        if (!bench.wants("queue", "queue-drover")) {
            return;
        }
        Figures drover = median(this::drover);
        bench.report()
                .bar(
                        "runs that do nothing, request to history",
                        "%.0f/s".formatted(drover.perSecond),
                        "",
                        "",
                        "at least %.0f/s".formatted(LEAST_PER_SECOND),
                        drover.perSecond >= LEAST_PER_SECOND,
                        "8 queues, 8 askers");
        bench.report()
                .bar(
                        "from request to begin on an empty queue, p99",
                        "%.2f ms".formatted(drover.worst),
                        "",
                        "",
                        "at most %.0f ms".formatted(MOST_MILLIS),
                        drover.worst <= MOST_MILLIS,
                        "median %.2f ms".formatted(drover.median));
        bench.report()
                .bar(
                        "transactions a second when idle",
                        "%.1f/s".formatted(drover.idle),
                        "",
                        "",
                        "at most %.0f/s".formatted(MOST_IDLE),
                        drover.idle <= MOST_IDLE,
                        "one site");
        if (bench.wants("queue")) {
            runPeers(drover);
        }
    }

    private void runPeers(Figures drover) throws Exception {
        String classPath = PeerCases.build(bench.folder(), "queues");
        for (Map.Entry<String, String> peer : PEERS.entrySet()) {
            Figures other = median(round -> peer(peer.getKey(), peer.getValue(), classPath));
            bench.report()
                    .figure(
                            "runs that do nothing",
                            "%.0f/s".formatted(drover.perSecond),
                            "%s: %.0f/s".formatted(peer.getKey(), other.perSecond),
                            "%.1fx as fast".formatted(drover.perSecond / other.perSecond),
                            "from request to begin: median %.0f ms, longest %.0f ms; idle: %.1f/s"
                                    .formatted(other.median, other.worst, other.idle));
        }
    }

    private interface Round {
        Figures run(int number) throws Exception;
    }

    /** That of the round whose rate is in the middle. */
    private Figures median(Round round) throws Exception {
        List<Figures> all = new ArrayList<>();
        for (int i = 0; i < bench.repetitions(); i++) {
            all.add(round.run(i));
        }
        all.sort((one, other) -> Double.compare(one.perSecond, other.perSecond));
        return all.get(all.size() / 2);
    }

    private Figures drover(int number) throws IOException {
        Path folder = Files.createTempDirectory(bench.folder(), "queue-");
        return measure(
                "queue-drover",
                DroverProcess.OPTIONS,
                System.getProperty("java.class.path"),
                QueueDrover.class.getName(),
                List.of(folder.toString(), warm(DROVERS), DROVERS));
    }

    private static String warm(String runs) {
        return String.valueOf(WARM * Integer.parseInt(runs));
    }

    private Figures peer(String name, String runs, String classPath) throws IOException {
        return measure("queue-" + name, List.of(), classPath, "QueuePeer", List.of(name, warm(runs), runs));
    }

    private Figures measure(String name, List<String> options, String classPath, String main, List<String> arguments)
            throws IOException {
        BenchDatabase database = bench.servers().emptyDatabase();
        try (ChildJvm process = ChildJvm.start(
                bench.folder(),
                new ChildJvm.Program(name, HEAP, options, classPath, database.environment(), main, arguments))) {
            return Figures.of(process.answer());
        }
    }
}
