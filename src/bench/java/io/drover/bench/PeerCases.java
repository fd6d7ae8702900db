package io.drover.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Other programs doing the same from end to end. Each is a fresh process with the same heap, and so is Drover here: its
 * time is that of the first run after its start. Only changed rows differ, because the upserts remove nothing.
 */
final class PeerCases {

    private static final String HEAP = System.getProperty("bench.peer.heap", DroverProcess.HEAP);
    private static final Path PROJECTS = Path.of("src/bench/peers");

    private final Bench bench;

    PeerCases(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        if (!bench.wants("camel", "spring-batch", "symmetricds")) {
            return;
        }
        Products table = bench.products(bench.rows());
        Times drover = new Times();
        bench.repeat(counts -> droverRound(table, drover, counts));
        for (Peer peer : peers(table)) {
            bench.attempt(peer.id, () -> compare(drover, table, peer));
        }
    }

    private static List<Peer> peers(Products table) {
        String select = "select " + Products.columnList() + " from " + table.table();
        String upsert = "batches of 1,000, upsert of all rows";
        String load = "bulk initial load of the table, the waits of its jobs included";
        return List.of(
                new Peer(
                        "camel",
                        "plain Camel route",
                        upsert,
                        Aim.timesAsFast(10),
                        CamelPeer.class.getName(),
                        List.of(select, table.upsert(":#"))),
                new Peer(
                        "spring-batch",
                        "Spring Batch",
                        upsert,
                        Aim.timesAsFast(7),
                        "SpringBatchPeer",
                        List.of(select, table.upsert(":"))),
                new Peer("symmetricds", "SymmetricDS", load, null, "SymmetricPeer", List.of(table.table())));
    }

    private void droverRound(Products table, Times times, boolean counts) throws Exception {
        table.changeOneIn(100);
        table.settle();
        try (DroverProcess process = bench.drover(table)) {
            Duration time = process.sendAll(table).time();
            if (counts) {
                times.add(time);
            }
        }
        table.checkEqual("Drover");
    }

    private void compare(Times drover, Products table, Peer peer) throws Exception {
        String classPath =
                peer.id.equals("camel") ? System.getProperty("java.class.path") : build(bench.folder(), peer.id);
        Times times = new Times();
        AtomicLong heapPeak = new AtomicLong();
        bench.repeat(counts -> {
            table.changeOneIn(100);
            table.settle();
            try (ChildJvm process = start(peer, classPath)) {
                Duration time = Duration.ofNanos((long) (Double.parseDouble(process.answer()) * 1e9));
                heapPeak.set(process.heapPeakMegabytes());
                if (counts) {
                    times.add(time);
                }
            }
            table.checkEqual(peer.name);
        });
        tell(drover, times, peer, heapPeak.get());
    }

    private void tell(Times drover, Times times, Peer peer, long heapPeakMegabytes) {
        String work = "first Send All of a fresh process, 1 % differ";
        String note = "%s; heap peak %d MB of %s".formatted(peer.note, heapPeakMegabytes, HEAP);
        if (peer.aim == null) {
            String measured = Aim.timesAsFast(1).measured(drover.ratioTo(times));
            bench.report().figure(work, drover.toString(), peer.name + ": " + times, measured, note);
        } else {
            bench.report().compare(work, drover, peer.name, times, peer.aim, note);
        }
    }

    private ChildJvm start(Peer peer, String classPath) throws IOException {
        BenchDatabase source = bench.servers().source();
        BenchDatabase target = bench.servers().target();
        Map<String, String> environment = Map.of(
                "SOURCE_URL", source.url(),
                "SOURCE_USER", source.user(),
                "SOURCE_PASSWORD", source.password(),
                "TARGET_URL", target.url(),
                "TARGET_USER", target.user(),
                "TARGET_PASSWORD", target.password());
        return ChildJvm.start(
                bench.folder(),
                new ChildJvm.Program(peer.id, HEAP, List.of(), classPath, environment, peer.main, peer.arguments));
    }

    /** Compiles a peer with its own dependencies, which differ from Drover's, and returns its class path. */
    static String build(Path folder, String peer) throws IOException, InterruptedException {
        Path output = folder.resolve(peer);
        Path log = Files.createDirectories(output).resolve("build.log");
        String maven = Optional.ofNullable(System.getProperty("bench.maven")).orElse("mvn");
        Process build = new ProcessBuilder(
                        maven,
                        "-q",
                        "-B",
                        "-f",
                        PROJECTS.resolve(peer).resolve("pom.xml").toString(),
                        "-Dbench.output=" + output,
                        "process-classes")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (build.waitFor() != 0) {
            throw new IOException("The peer " + peer + " was not built, the log is " + log);
        }
        return output.resolve("classes") + File.pathSeparator + output.resolve("lib") + "/*";
    }

    /** Another program; without an aim its figure is told and not judged. */
    private record Peer(
            String id, String name, String note, @Nullable Aim aim, String main, List<String> arguments) {}
}
