package io.drover.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus reads of a running Drover is what the API says. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class MetricsTest {

    private static final String TASK = "product-availability";

    /** Longer than figures are kept. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Installation drover;
    private final JsonApi api;

    MetricsTest(Installation drover) {
        this.drover = drover;
        this.api = new JsonApi(drover.server().address().replaceFirst("/$", ""));
    }

    @BeforeEach
    @AfterEach
    void run_stage() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    private PrometheusText scrape() {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(api.address() + "/metrics"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            Files.writeString(Path.of("target/metrics.txt"), answer.body());
            return PrometheusText.read(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static double runs(PrometheusText text, String purpose, Result result) {
        return text.find(
                        "drover_runs_total", "site", "STAGE", "task", TASK, "purpose", purpose, "result", result.word())
                .orElse(0.0);
    }

    private static double rows(PrometheusText text, String kind) {
        return text.find("drover_rows_total", "site", "STAGE", "task", TASK, "kind", kind)
                .orElse(0.0);
    }

    private static double durations(PrometheusText text) {
        return text.find("drover_run_duration_seconds_count", "site", "STAGE", "task", TASK)
                .orElse(0.0);
    }

    @Test
    void runs_rows_and_durations_are_counted_once_each() {
        PrometheusText before = scrape();
        Run all = drover.send(drover.stage(), TASK, Mode.ALL);
        Run changed = drover.send(drover.stage(), TASK, Mode.CHANGED);
        Run verify =
                drover.ended(drover.stage().runs().verify(TASK, "test", false).run());
        assertThat(List.of(all, changed, verify)).extracting(Run::result).containsOnly(Result.OK);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            PrometheusText now = scrape();
            assertThat(runs(now, "send", Result.OK) - runs(before, "send", Result.OK))
                    .isEqualTo(2);
            assertThat(runs(now, "verify", Result.OK) - runs(before, "verify", Result.OK))
                    .isEqualTo(1);
            assertThat(durations(now) - durations(before))
                    .as("of those that send")
                    .isEqualTo(2);
            assertThat(rows(now, "read") - rows(before, "read"))
                    .as("a verify moves no rows")
                    .isEqualTo(all.counts().read() + changed.counts().read());
            assertThat(rows(now, "equal") - rows(before, "equal"))
                    .isEqualTo(all.counts().equal() + changed.counts().equal());
        });
    }

    @Test
    void freshness_has_the_figures_of_the_api_and_none_where_it_is_unknown() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            PrometheusText now = scrape();
            List<JsonObject> sets = api.list("/freshness");
            assertSame(now, "drover_behind_seconds", sets, "behindSeconds");
            assertThat(keys(now, "drover_changes_waiting")).isEqualTo(keys(sets, "waiting"));
            assertThat(keys(now, "drover_target_seconds")).isEqualTo(keys(sets, "target"));
            assertThat(keys(now, "drover_fresh_until_timestamp_seconds")).isEqualTo(keys(sets, "freshUntil"));
            for (String site : List.of("LIVE", "STAGE")) {
                for (String state : List.of("Unknown", "Late", "Stopped", "Fresh")) {
                    assertThat(now.find("drover_data_sets", "site", site, "state", state))
                            .contains((double) sets.stream()
                                    .filter(set -> set.getString("site").equals(site)
                                            && set.getString("state").equals(state))
                                    .count());
                }
            }
        });
        assertThat(keys(scrape(), "drover_behind_seconds"))
                .as("a task that was never sent has no figure")
                .hasSizeLessThan(
                        drover.live().tasks().size() + drover.stage().tasks().size());
    }

    private static void assertSame(PrometheusText now, String name, List<JsonObject> sets, String field) {
        assertThat(keys(now, name)).isEqualTo(keys(sets, field));
        for (JsonObject set : sets) {
            Long expected = set.getLong(field);
            if (expected != null) {
                assertThat(now.find(name, "site", set.getString("site"), "task", set.getString("task"))
                                .orElseThrow())
                        .isCloseTo(expected, within(10.0));
            }
        }
    }

    private static Set<Map<String, String>> keys(PrometheusText text, String name) {
        return text.all(name).keySet();
    }

    private static Set<Map<String, String>> keys(List<JsonObject> sets, String field) {
        return sets.stream()
                .filter(set -> set.getValue(field) != null)
                .map(set -> Map.of("site", set.getString("site"), "task", set.getString("task")))
                .collect(Collectors.toSet());
    }

    @Test
    void sites_queues_nodes_pools_and_the_process_are_there() throws Exception {
        drover.bring(drover.stage(), SiteState.STOPPED);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            PrometheusText now = scrape();
            for (JsonObject site : api.list("/sites")) {
                for (SiteState state : SiteState.values()) {
                    assertThat(now.find("drover_site_state", "site", site.getString("site"), "state", state.name()))
                            .contains(site.getString("state").equals(state.name()) ? 1.0 : 0.0);
                }
            }
            assertThat(now.find("drover_needs", "site", "STAGE", "kind", "stopped"))
                    .contains(1.0);
        });
        PrometheusText now = scrape();
        for (String queue : List.of("AllOthers", "GetData", "Trigger", "Monitor")) {
            assertThat(now.find("drover_queue_waiting", "site", "LIVE", "queue", queue))
                    .isPresent();
            assertThat(now.find("drover_queue_oldest_seconds", "site", "LIVE", "queue", queue))
                    .isPresent();
        }
        assertThat(now.find(
                        "drover_node_alive", "node", drover.server().settings().node()))
                .contains(1.0);
        assertThat(now.find("drover_control_database_up")).contains(1.0);
        assertThat(now.find("drover_pool_most", "site", "", "database", "control")
                        .orElse(0.0))
                .isPositive();
        assertThat(now.find("drover_pool_active", "site", "LIVE", "database", "web"))
                .isPresent();
        assertThat(now.all("jvm_memory_used_bytes")).isNotEmpty();
        assertThat(now.find("process_uptime_seconds").orElse(0.0)).isPositive();
        assertThat(now.find("process_files_open_files").orElse(0.0)).isPositive();
    }

    @Test
    void figures_are_by_site_and_task_only_and_name_no_run_and_no_row() {
        PrometheusText now = scrape();
        Set<String> names =
                List.of("drover_runs_total", "drover_rows_total", "drover_behind_seconds", "drover_needs").stream()
                        .flatMap(name -> now.all(name).keySet().stream())
                        .flatMap(labels -> labels.keySet().stream())
                        .collect(Collectors.toSet());
        assertThat(names).isSubsetOf("site", "task", "purpose", "result", "kind");
    }

    /** What the documentation, its alert rules and the dashboard speak of is there. */
    @Test
    void every_metric_of_the_documentation_is_there() throws Exception {
        drover.send(drover.stage(), TASK, Mode.CHANGED);
        Set<String> named = new TreeSet<>();
        for (String file : List.of("docs/operations.md", "docs/grafana.json")) {
            Pattern.compile("\\b(?:drover|jvm|process)_[a-z_]+[a-z]\\b")
                    .matcher(Files.readString(Path.of(file)))
                    .results()
                    .forEach(name -> named.add(name.group()));
        }
        assertThat(named).hasSizeGreaterThan(15);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            PrometheusText now = scrape();
            assertThat(named).allMatch(name -> now.names().stream().anyMatch(each -> each.startsWith(name)));
        });
    }
}
