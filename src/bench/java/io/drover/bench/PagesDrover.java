package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.db.ControlDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Drover in a process of its own with {@link ManySites} and a long history, whose pages are asked for one after the other. */
public final class PagesDrover {

    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final int WARM = 20;
    private static final int ASKED = 100;
    private static final int LINES = 300_000;

    private static final List<String> PAGES = List.of(
            "/",
            "/today/night",
            "/sites/S7",
            "/sites/S7/tasks/poll-3",
            "/sites/S7/routes",
            "/scheduled-tasks",
            "/scheduled-tasks?site=S7",
            "/runs",
            "/runs?site=S7&task=poll-3",
            "/runs?site=S7&result=Failed",
            "/runs/delete",
            "/timeline?site=S7",
            "/alerts",
            "/audit",
            "/nodes",
            "/metrics",
            "/api/v1/freshness");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI console;

    private PagesDrover(URI console) {
        this.console = console;
    }

    /** Takes a folder for its files, how many sites to make, and how many runs they have had. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        int sites = Integer.parseInt(arguments[1]);
        BenchDatabase control = BenchDatabase.ofEnvironment();
        Settings settings = ManySites.settings(Path.of(arguments[0]), control, sites, PERIOD);
        long run;
        // Before Drover is there: what ends while it runs, it counts for its metrics.
        try (ControlDatabase empty = ControlDatabase.open(settings.control())) {
            run = fill(empty.client(), sites, Integer.parseInt(arguments[2]));
        }
        try (DroverServer server = ManySites.start(settings)) {
            PagesDrover pages = new PagesDrover(URI.create(server.address()));
            List<String> figures = new ArrayList<>();
            for (String page : PAGES) {
                figures.add(pages.measure(page));
            }
            figures.add(pages.measure("/runs/" + run));
            System.out.println(ChildJvm.ANSWER + String.join(" ", figures));
        }
        System.exit(0);
    }

    /**
     * The runs of a year, every seventh of which failed.
     *
     * @return the number of one whose log is long
     */
    private static long fill(JdbcClient control, int sites, int runs) {
        control.sql(
                        "insert into drover.site (site, wanted, changed_by) select 'S' || i, 'RUNNING', 'bench' from generate_series(0, ?) i")
                .param(sites - 1)
                .update();
        control.sql("""
                insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, requested_at, status,
                                             started_at, ended_at, result, message, read)
                select 'S' || i % :sites, 'poll-' || i / :sites % 10, 'Does nothing', 'Polls', 'CHANGED', 'schedule',
                       'schedule', at, 'ENDED', at, at + interval '1 second', case when i % 7 = 0 then 'Failed' else 'OK' end,
                       case when i % 7 = 0 then 'The shop does not answer' else 'Nothing had changed' end, 0
                  from generate_series(1, :runs) i,
                       lateral (select now() - (:runs - i) * interval '365 days' / :runs as at) t
                """).param("sites", sites).param("runs", runs).update();
        long run = control.sql(
                        "select max(run) from drover.task_run where site = 'S7' and task = 'poll-3' and result = 'OK'")
                .query(Long.class)
                .single();
        control.sql("""
                insert into drover.run_log (run, line, at, text)
                select ?, i, now(), 'Row ' || i || ' of many was looked at' from generate_series(1, ?) i
                """).params(run, LINES).update();
        control.sql("vacuum analyze").update();
        return run;
    }

    /** The page, its median, 95th percentile and longest time to the first byte in milliseconds. */
    private String measure(String page) throws IOException, InterruptedException {
        double[] times = new double[ASKED];
        for (int i = -WARM; i < ASKED; i++) {
            double time = firstByte(page);
            if (i >= 0) {
                times[i] = time;
            }
        }
        Arrays.sort(times);
        return "%s;%.1f;%.1f;%.1f".formatted(page, times[ASKED / 2], times[ASKED * 95 / 100 - 1], times[ASKED - 1]);
    }

    private double firstByte(String page) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<InputStream> answer =
                http.send(HttpRequest.newBuilder(console.resolve(page)).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            body.read();
            double time = (System.nanoTime() - begin) / 1e6;
            body.readAllBytes();
            if (answer.statusCode() != 200) {
                throw new IOException(page + " answers " + answer.statusCode());
            }
            return time;
        }
    }
}
