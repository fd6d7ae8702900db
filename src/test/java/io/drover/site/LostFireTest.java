package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.DatabaseSettings;
import io.drover.run.Result;
import io.drover.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F13: a schedule is due while the control database takes no request; no due instant is lost by that. */
@ExtendWith(Installation.Shared.class)
class LostFireTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TASK = "lost-fire";

    private Path file;

    @BeforeEach
    void write(Installation drover) throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.web().sql(TrialRoute.CREATE).update();
        file = drover.routes().resolve(TASK + ".camel.yaml");
        Files.writeString(file, TrialRoute.of(TASK).schedule("every 2 seconds").yaml());
        reload(drover);
        awaitFireAfter(drover, Instant.now());
    }

    @AfterEach
    void remove(Installation drover) throws Exception {
        Files.delete(file);
        reload(drover);
    }

    private static void reload(Installation drover) throws InterruptedException {
        drover.live().reload();
        drover.live().awaitMove();
    }

    private static void awaitFireAfter(Installation drover, Instant instant) {
        await(() -> Fires.of(drover, TASK).stream().anyMatch(run -> run.dueAt().isAfter(instant)));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    private static Connection control(Installation drover) throws SQLException {
        DatabaseSettings control = drover.server().settings().control();
        return DriverManager.getConnection(
                control.url(),
                control.user(),
                control.password() == null ? null : control.password().reveal());
    }

    @FunctionalInterface
    private interface Work {
        void work() throws Exception;
    }

    @Test
    void F13_an_instant_whose_request_was_refused_is_asked_for_again(Installation drover) throws Exception {
        whileRefused(drover, () -> {});
        awaitFireAfter(drover, Instant.now());
        List<Run> runs = Fires.of(drover, TASK);
        assertThat(runs.stream().map(Run::dueAt)).doesNotHaveDuplicates();
        assertThat(Fires.unserved(runs, INTERVAL)).isEmpty();
    }

    @Test
    void F13_a_stop_of_the_site_ends_the_asking(Installation drover) throws Exception {
        Instant begin = whileRefused(drover, () -> drover.bring(drover.live(), SiteState.STOPPED));
        Instant end = Instant.now();
        drover.bring(drover.live(), SiteState.RUNNING);
        awaitFireAfter(drover, Instant.now());
        // That they were missed is told, as of any that come due while the site is stopped.
        assertThat(Fires.of(drover, TASK).stream()
                        .filter(run -> run.result() != Result.MISSED)
                        .map(Run::dueAt))
                .noneMatch(due -> due.isAfter(begin) && due.isBefore(end));
    }

    /**
     * Lets the control database refuse what the schedule asks for, several times and while the work goes on.
     *
     * @return since when it refuses
     */
    private static Instant whileRefused(Installation drover, Work work) throws Exception {
        try (Connection control = control(drover);
                Statement sql = control.createStatement()) {
            // A sequence keeps its count when the refused request is taken back.
            sql.execute("create sequence public.refused");
            sql.execute("""
                    create function public.refuse() returns trigger language plpgsql as $$ begin
                        perform nextval('public.refused');
                        raise exception 'refused by the test';
                    end $$""");
            sql.execute("create trigger refuse before insert on drover.task_run for each row" + " when (new.task = '"
                    + TASK + "') execute function public.refuse()");
            Instant begin = Instant.now();
            try {
                await(() -> refused(sql) >= 4);
                work.work();
                return begin;
            } finally {
                sql.execute("drop trigger refuse on drover.task_run");
                sql.execute("drop function public.refuse");
                sql.execute("drop sequence public.refused");
            }
        }
    }

    private static long refused(Statement sql) throws SQLException {
        try (var result = sql.executeQuery("select last_value from public.refused")) {
            result.next();
            return result.getLong(1);
        }
    }
}
