package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.db.ControlDatabase;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.send.Mode;
import io.drover.site.RouteFile.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F92: route files are edited in every way there is while their site runs. Nobody stops or starts anything. */
@ExtendWith(Installation.Shared.class)
class RouteReloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TrialRoute TRIAL = TrialRoute.of("trial");

    @BeforeEach
    void bring_up(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.web().sql(TrialRoute.CREATE).update();
        drover.web().sql("delete from " + TrialRoute.TABLE).update();
    }

    @AfterEach
    void tidy_up(Installation drover) throws Exception {
        try (Stream<Path> files = Files.walk(drover.routes())) {
            for (Path file : files.filter(RouteReloadTest::isTrial).toList()) {
                Files.delete(file);
            }
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Stream.of("trial", "other", "java-trial")
                        .allMatch(task -> file(drover.live(), task).isEmpty()));
    }

    private static boolean isTrial(Path file) {
        return file.getFileName().toString().matches("(trial|other|JavaTrial).*");
    }

    private static Path path(Installation drover) {
        return drover.routes().resolve("trial.camel.yaml");
    }

    private static Optional<RouteFile> file(Site site, String task) {
        return site.routeFiles().stream()
                .filter(file -> file.task().equals(task))
                .findFirst();
    }

    private static RouteFile await(Site site, String task, Predicate<RouteFile> state) {
        return Awaitility.await(task)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> file(site, task), file -> file.filter(state).isPresent())
                .orElseThrow();
    }

    /** Saves a file in one go, as most editors do, and waits until it is in use. */
    private static RouteFile use(Installation drover, Path file, String text) throws IOException, InterruptedException {
        Instant before = drover.live().routeFiles().stream()
                .map(RouteFile::loadedAt)
                .filter(at -> at != null)
                .max(Instant::compareTo)
                .orElseThrow();
        Files.writeString(file, text);
        String task = RouteName.of(file.getFileName().toString());
        RouteFile used = await(
                drover.live(),
                task,
                each -> each.state() == State.LOADED
                        && each.loadedAt() != null
                        && each.loadedAt().isAfter(before));
        // Its schedules are the last to be taken in.
        drover.live().awaitMove();
        return used;
    }

    private static String title(Site site, String task) {
        return site.tasks().stream()
                .map(TaskView::task)
                .filter(each -> each.name().equals(task))
                .findFirst()
                .orElseThrow()
                .title();
    }

    private static String sent(Installation drover) {
        return drover.web()
                .sql("select coalesce(max(name), 'nothing') from " + TrialRoute.TABLE)
                .query(String.class)
                .single();
    }

    private static void awaitNoTask(Installation drover, String task) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.live().tasks().stream()
                        .noneMatch(view -> view.task().name().equals(task)));
    }

    @Test
    void F92_a_new_an_edited_and_a_deleted_file_take_effect_and_touch_no_other(Installation drover) throws Exception {
        Instant other = await(drover.live(), "system-table", each -> true).loadedAt();

        use(drover, path(drover), TRIAL.yaml());
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
        assertThat(sent(drover)).isEqualTo("first");

        use(
                drover,
                path(drover),
                TRIAL.title("Edited")
                        .query("select 'A' as code, 'second' as name")
                        .yaml());
        assertThat(title(drover.live(), "trial")).isEqualTo("Edited");
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
        assertThat(sent(drover)).isEqualTo("second");

        Files.delete(path(drover));
        awaitNoTask(drover, "trial");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.live().log().tail(50).stream()
                        .anyMatch(line -> line.contains("routes/trial.camel.yaml is gone, and task trial with it")));
        assertThat(await(drover.live(), "system-table", each -> true).loadedAt())
                .isEqualTo(other);
        assertThat(drover.send(drover.live(), "system-table", Mode.CHANGED).result())
                .isEqualTo(Result.OK);
    }

    @Test
    void F92_a_renamed_file_is_another_task(Installation drover) throws Exception {
        use(drover, path(drover), TRIAL.yaml());
        Path other = drover.routes().resolve("other.camel.yaml");
        Files.move(path(drover), other);
        RouteFile renamed = await(drover.live(), "other", each -> true);
        assertThat(renamed.state()).isEqualTo(State.BROKEN);
        assertThat(renamed.problems().get(0).text())
                .isEqualTo("routes/other.camel.yaml:2: The route's id is trial, but after the file's name it must be"
                        + " other");
        awaitNoTask(drover, "trial");
        use(drover, other, TrialRoute.of("other").yaml());
        assertThat(drover.send(drover.live(), "other", Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @Test
    void F92_a_broken_file_keeps_its_last_good_version_until_it_is_mended(Installation drover) throws Exception {
        use(drover, path(drover), TRIAL.yaml());
        Files.writeString(path(drover), TRIAL.yaml().replace("send:", "sned:"));
        RouteFile broken = await(drover.live(), "trial", each -> each.state() == State.LAST_GOOD);
        assertThat(broken.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(16);
            assertThat(problem.reason()).contains("sned");
        });
        String told = broken.problems().get(0).text();
        assertThat(drover.live().view().problems()).contains(told);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.live().log().tail(20).stream()
                        .anyMatch(line -> line.endsWith(told + "; its last good version stays in use")));
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);

        use(drover, path(drover), TRIAL.title("Mended").yaml());
        assertThat(drover.live().view().problems()).noneMatch(problem -> problem.contains("trial"));
        assertThat(title(drover.live(), "trial")).isEqualTo("Mended");
    }

    @Test
    void F92_the_console_tells_of_a_broken_file_until_it_is_mended(Installation drover) throws Exception {
        Files.writeString(path(drover), TRIAL.yaml().replace("send:", "sned:"));
        await(drover.live(), "trial", each -> each.state() == State.BROKEN);
        assertThat(stateOnConsole(drover)).contains("routes/trial.camel.yaml:16: ", "sned");
        use(drover, path(drover), TRIAL.yaml());
        assertThat(stateOnConsole(drover)).doesNotContain("trial.camel.yaml");
    }

    /** The upper part of the site's page; the event log further down remembers what is mended. */
    private static String stateOnConsole(Installation drover) throws Exception {
        String page = get(drover, "sites/LIVE");
        return page.substring(page.indexOf("id=\"state\""), page.indexOf("id=\"scheduled\""));
    }

    private static String get(Installation drover, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(drover.server().address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void F92_a_web_hook_is_replaced_and_a_broken_one_answers_as_before(Installation drover) throws Exception {
        String hook = """
                - route:
                    id: trial
                    description: Answers
                    from:
                      uri: platform-http:/trial
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: first answer
                """;
        use(drover, path(drover), hook);
        assertThat(get(drover, "hooks/LIVE/trial")).isEqualTo("first answer");
        use(drover, path(drover), hook.replace("first", "second"));
        assertThat(get(drover, "hooks/LIVE/trial")).isEqualTo("second answer");
        Files.writeString(path(drover), hook.replace("constant", "konstant"));
        await(drover.live(), "trial", each -> each.state() == State.LAST_GOOD);
        assertThat(get(drover, "hooks/LIVE/trial")).isEqualTo("second answer");
    }

    @Test
    void F92_a_file_that_is_being_saved_is_not_taken_half_way(Installation drover) throws Exception {
        use(drover, path(drover), TRIAL.yaml());
        int lines = drover.live().log().tail(1000).size();
        byte[] text = TRIAL.title("Saved").yaml().getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(path(drover), StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < text.length; i += 100) {
                out.write(text, i, Math.min(100, text.length - i));
                out.flush();
            }
        }
        await(drover.live(), "trial", each -> title(drover.live(), "trial").equals("Saved"));

        Path temporary = drover.routes().resolve("trial.camel.yaml.tmp");
        Files.writeString(temporary, TRIAL.title("Renamed").yaml());
        Files.move(temporary, path(drover), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        await(drover.live(), "trial", each -> title(drover.live(), "trial").equals("Renamed"));
        assertThat(drover.live().log().tail(1000).stream().skip(lines))
                .as("no half of it was told")
                .noneMatch(line -> line.contains("trial.camel.yaml:") || line.contains("is gone"));
    }

    @Test
    void F92_half_a_file_keeps_its_last_good_version(Installation drover) throws Exception {
        use(drover, path(drover), TRIAL.yaml());
        Files.writeString(path(drover), TRIAL.yaml().substring(0, 300));
        await(drover.live(), "trial", each -> each.state() == State.LAST_GOOD);
        Files.writeString(path(drover), "");
        await(
                drover.live(),
                "trial",
                each -> each.problems().stream()
                        .anyMatch(problem -> problem.reason().equals("The file is empty")));
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @Test
    void F92_a_run_ends_on_the_version_it_began_with(Installation drover) throws Exception {
        Path sql = Files.createDirectories(drover.routes().resolve("sql")).resolve("trial.sql");
        Files.writeString(sql, "select 'B' as code, 'old' as name");
        TrialRoute waiting = TRIAL.query(
                "select 'A' as code, 'old' as name from (select pg_advisory_xact_lock_shared(4711)) as lock");
        String both = waiting.yaml()
                + TRIAL.query("file:" + sql)
                        .yaml()
                        .substring(TRIAL.yaml().indexOf("        - to:"))
                        .replace("id: read", "id: read-more")
                        .replace("key: code", "key: code\n              only: insert");
        use(drover, path(drover), both);
        long run;
        try (Connection pronto = prontoHolding(drover, 4711)) {
            run = drover.live().send("trial", Mode.CHANGED, "test").commenced().run();
            Awaitility.await().atMost(PATIENCE).until(() -> isWaiting(drover));
            Files.writeString(sql, "select 'B' as code, 'new' as name");
            use(drover, path(drover), both.replace("'old'", "'new'").replace("title: Trial", "title: New"));
            assertThat(title(drover.live(), "trial"))
                    .as("at once, while the run goes on")
                    .isEqualTo("New");
            assertThat(drover.server().runs().find(run).orElseThrow().result()).isNull();
            pronto.createStatement().execute("select pg_advisory_unlock(4711)");
        }
        Run ended = drover.ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo(Result.OK);
        assertThat(drover.web()
                        .sql("select name from " + TrialRoute.TABLE + " order by code")
                        .query(String.class)
                        .list())
                .containsExactly("old", "old");
        drover.web().sql("delete from " + TrialRoute.TABLE).update();
        drover.send(drover.live(), "trial", Mode.CHANGED);
        assertThat(drover.web()
                        .sql("select name from " + TrialRoute.TABLE + " order by code")
                        .query(String.class)
                        .list())
                .containsExactly("new", "new");
    }

    private static Connection prontoHolding(Installation drover, int lock) throws SQLException {
        var settings = drover.server().settings().sites().get(0).database("pronto");
        Connection connection = DriverManager.getConnection(
                settings.url(),
                settings.user(),
                settings.password() == null ? null : settings.password().reveal());
        connection.createStatement().execute("select pg_advisory_lock(" + lock + ")");
        return connection;
    }

    private static boolean isWaiting(Installation drover) {
        return drover.pronto()
                .sql("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void F92_a_deleted_task_lets_its_run_end(Installation drover) throws Exception {
        use(
                drover,
                path(drover),
                TRIAL.query("select 'A' as code, 'last' as name from (select pg_advisory_xact_lock_shared(4712)) as l")
                        .yaml());
        try (Connection pronto = prontoHolding(drover, 4712)) {
            long run = drover.live().send("trial", Mode.ALL, "test").commenced().run();
            Awaitility.await().atMost(PATIENCE).until(() -> isWaiting(drover));
            Files.delete(path(drover));
            awaitNoTask(drover, "trial");
            pronto.createStatement().execute("select pg_advisory_unlock(4712)");
            assertThat(drover.ended(run).result()).isEqualTo(Result.OK);
        }
        assertThat(sent(drover)).isEqualTo("last");
    }

    @Test
    void F92_IA9_a_changed_sql_file_takes_effect_at_the_next_run(Installation drover) throws Exception {
        Path sql = Files.createDirectories(drover.routes().resolve("sql")).resolve("trial.sql");
        Files.writeString(sql, "select 'A' as code, 'one' as name");
        use(drover, path(drover), TRIAL.query("file:" + sql).yaml());
        drover.send(drover.live(), "trial", Mode.ALL);
        assertThat(sent(drover)).isEqualTo("one");

        Instant before = file(drover.live(), "trial").orElseThrow().loadedAt();
        Files.writeString(sql, "select 'A' as code, 'two' as name");
        await(drover.live(), "trial", each -> !before.equals(each.loadedAt()));
        drover.send(drover.live(), "trial", Mode.ALL);
        assertThat(sent(drover)).isEqualTo("two");

        Files.delete(sql);
        RouteFile broken = await(drover.live(), "trial", each -> each.state() == State.LAST_GOOD);
        assertThat(broken.problems().get(0).reason()).isEqualTo("There is no file " + sql);
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result())
                .as("with the statement it had")
                .isEqualTo(Result.OK);
    }

    @Test
    void F92_java_files_are_taken_in_like_yaml_files(Installation drover) throws Exception {
        Path file = drover.routes().resolve("JavaTrial.java");
        TrialRoute trial = TrialRoute.of("java-trial");
        use(drover, file, trial.java("JavaTrial"));
        assertThat(drover.send(drover.live(), "java-trial", Mode.ALL).result()).isEqualTo(Result.OK);

        Files.writeString(file, trial.java("JavaTrial").replace("\"send:", "send:"));
        RouteFile broken = await(drover.live(), "java-trial", each -> each.state() == State.LAST_GOOD);
        assertThat(broken.problems().get(0).line()).isEqualTo(10);

        use(drover, file, trial.title("Mended").java("JavaTrial"));
        assertThat(title(drover.live(), "java-trial")).isEqualTo("Mended");
        assertThat(drover.send(drover.live(), "java-trial", Mode.ALL).result()).isEqualTo(Result.OK);

        Files.delete(file);
        awaitNoTask(drover, "java-trial");
    }

    @Test
    void F92_IA9_PF36_a_file_of_the_site_overrides_the_common_one_and_gives_it_back(Installation drover)
            throws Exception {
        use(drover, path(drover), TRIAL.yaml());
        await(drover.stage(), "trial", each -> each.state() == State.LOADED);
        Path own = Files.createDirectories(drover.routes().resolve("LIVE")).resolve("trial.camel.yaml");
        use(drover, own, TRIAL.title("Tried on LIVE").yaml());
        assertThat(title(drover.live(), "trial")).isEqualTo("Tried on LIVE");
        assertThat(file(drover.live(), "trial").orElseThrow().file()).isEqualTo("routes/LIVE/trial.camel.yaml");
        assertThat(title(drover.stage(), "trial")).isEqualTo("Trial");

        Files.delete(own);
        await(drover.live(), "trial", each -> each.file().equals("routes/trial.camel.yaml"));
        assertThat(title(drover.live(), "trial")).isEqualTo("Trial");
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @Test
    void F92_a_folder_that_is_away_for_a_while_changes_nothing(Installation drover) throws Exception {
        int tasks = drover.live().tasks().size();
        Path away = drover.folder().resolve("routes-away");
        Files.move(drover.routes(), away);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> drover.live().view().problems().stream()
                            .anyMatch(problem ->
                                    problem.startsWith("routes: ") && problem.endsWith("; nothing was changed")));
            assertThat(drover.live().tasks()).hasSize(tasks);
        } finally {
            Files.move(away, drover.routes());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        drover.live().view().problems().stream().noneMatch(problem -> problem.startsWith("routes: ")));
        assertThat(drover.send(drover.live(), "system-table", Mode.CHANGED).result())
                .isEqualTo(Result.OK);
    }

    @Test
    void F92_a_stopped_site_takes_changes_in_as_well(Installation drover) throws Exception {
        drover.bring(drover.live(), SiteState.STOPPED);
        use(drover, path(drover), TRIAL.title("Written at night").yaml());
        assertThat(title(drover.live(), "trial")).isEqualTo("Written at night");
        assertThat(drover.live().view().state()).isEqualTo(SiteState.STOPPED);
        drover.bring(drover.live(), SiteState.RUNNING);
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @Test
    void F92_a_changed_schedule_rings_at_once_and_words_that_are_none_keep_the_old_one(Installation drover)
            throws Exception {
        use(drover, path(drover), TRIAL.schedule("every day at 03:00").yaml());
        use(drover, path(drover), TRIAL.schedule("every 2 seconds").yaml());
        awaitFires(drover, 2);
        Files.writeString(path(drover), TRIAL.schedule("every 2 secnds").yaml());
        RouteFile broken = await(drover.live(), "trial", each -> each.state() == State.LAST_GOOD);
        assertThat(broken.problems().get(0).text())
                .startsWith("routes/trial.camel.yaml:9: ")
                .contains("'secnds'");
        awaitFires(drover, 4);

        use(drover, path(drover), TRIAL.yaml());
        int fires = fires(drover).size();
        Instant later = Instant.now().plusSeconds(3);
        Awaitility.await().atMost(PATIENCE).until(() -> Instant.now().isAfter(later));
        assertThat(fires(drover)).as("no schedule, no fire").hasSize(fires);
    }

    @Test
    void F92_what_would_have_been_due_while_words_were_away_is_not_missed(Installation drover) throws Exception {
        Instant begin = Instant.now();
        String scheduled = TRIAL.schedule("every 2 seconds").yaml();
        use(drover, path(drover), scheduled);
        awaitFires(drover, 1);
        use(drover, path(drover), TRIAL.yaml());
        awayForDays(drover);
        use(drover, path(drover), scheduled);
        awaitFires(drover, fires(drover).size() + 1);

        Files.delete(path(drover));
        awaitNoTask(drover, "trial");
        awayForDays(drover);
        use(drover, path(drover), scheduled);
        awaitFires(drover, fires(drover).size() + 1);

        assertThat(runs(drover).stream()
                        .filter(run -> run.requestedAt().isAfter(begin))
                        .filter(run -> run.result() == Result.MISSED)
                        .map(Run::message))
                .noneMatch(message -> message.matches("[0-9]{3,} due times.*"));
    }

    private static void awayForDays(Installation drover) {
        try (ControlDatabase control =
                ControlDatabase.open(drover.server().settings().control())) {
            control.client()
                    .sql("update drover.schedule set rung_until = rung_until - interval '3 days' where task = 'trial'")
                    .update();
        }
    }

    private static void awaitFires(Installation drover, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> fires(drover).size() >= count);
    }

    private static List<Instant> fires(Installation drover) {
        return runs(drover).stream().map(Run::dueAt).filter(due -> due != null).toList();
    }

    private static List<Run> runs(Installation drover) {
        return drover.server().runs().list(new RunFilter("LIVE", "trial", null, null, null, 1000));
    }
}
