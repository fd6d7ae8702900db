package io.drover.bench;

/** What goes over the wires to source and target; a pass of its own, because counting takes time. */
final class WireCase {

    private final Bench bench;

    WireCase(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        Products table = bench.products(bench.rows());
        Servers servers = bench.servers();
        try (CountingProxy toSource = new CountingProxy(servers.source().port());
                CountingProxy toTarget = new CountingProxy(servers.target().port())) {
            BenchDatabase source = servers.source().through(toSource.port());
            BenchDatabase target = servers.target().through(toTarget.port());
            Wires wires = new Wires(toSource, toTarget);
            String other = wires.of(() -> new Baselines(source, target, table.table()).truncateAndCopy());
            try (DroverProcess drover = bench.drover(table, source, target)) {
                drover.sendAll(table);
                table.settle();
                tell("bytes, nothing differs", wires.of(() -> drover.sendAll(table)), other);
                table.changeOnePercent();
                tell("bytes, 1 % differ", wires.of(() -> drover.sendAll(table)), other);
                table.checkEqual("Drover");
            }
        }
    }

    private void tell(String work, String drover, String other) {
        bench.report().figure(work, drover, "TRUNCATE + COPY: " + other, "", "counted on the connections");
    }

    private record Wires(CountingProxy source, CountingProxy target) {

        String of(Times.Work work) throws Exception {
            source.reset();
            target.reset();
            work.run();
            return "source " + source + "; target " + target;
        }
    }
}
