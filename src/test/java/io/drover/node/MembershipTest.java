package io.drover.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.config.DatabaseSettings;
import io.drover.db.ControlDatabase;
import io.drover.node.Signal.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process among those that share a control database (F71, F73). */
@ExtendWith(Installation.Shared.class)
class MembershipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static DatabaseSettings control(Installation drover) {
        return drover.server().settings().control();
    }

    private static boolean isAlive(Membership one, String name) {
        return one.nodes().stream().anyMatch(node -> node.name().equals(name) && node.isAlive());
    }

    @Test
    void a_name_that_is_alive_is_refused_and_free_once_its_bearer_has_left(Installation drover) {
        try (Membership one = Membership.join(control(drover), "twin", "http://one", "1")) {
            assertThat(isAlive(one, "twin")).isTrue();
            assertThatThrownBy(() -> Membership.join(control(drover), "twin", "http://other", "1"))
                    .isInstanceOf(NameTakenException.class)
                    .hasMessageContaining("twin")
                    .hasMessageContaining("http://one")
                    .hasMessageContaining("drover.node");
        }
        try (Membership next = Membership.join(control(drover), "twin", "http://other", "1")) {
            assertThat(isAlive(next, "twin")).isTrue();
        }
    }

    @Test
    void a_node_of_another_time_zone_is_refused_for_schedules_would_be_due_twice(Installation drover) {
        ZoneId here = ZoneId.systemDefault();
        ZoneId other = ZoneId.of("Australia/Lord_Howe");
        assertThatThrownBy(() -> Membership.join(control(drover), "afar", "http://afar", "1", other))
                .isInstanceOf(OtherZoneException.class)
                .hasMessageContainingAll("Australia/Lord_Howe", "TZ=" + here);
        try (Membership again = Membership.join(control(drover), "afar", "http://afar", "1", here)) {
            assertThat(isAlive(again, "afar")).isTrue();
        }
    }

    @Test
    void a_node_that_was_given_up_for_dead_and_forgotten_joins_anew(Installation drover) {
        try (ControlDatabase control = ControlDatabase.open(control(drover));
                Membership one = Membership.join(control(drover), "forgotten", "", "")) {
            control.client()
                    .sql("delete from drover.node where node = 'forgotten'")
                    .update();
            Awaitility.await("a new life").atMost(PATIENCE).until(() -> isAlive(one, "forgotten"));
        }
    }

    @Test
    void what_is_told_reaches_all_nodes_and_after_a_lost_connection_everything_is_looked_at(Installation drover) {
        Queue<Signal> heard = new ConcurrentLinkedQueue<>();
        try (ControlDatabase control = ControlDatabase.open(control(drover));
                Membership one = Membership.join(control(drover), "listener", "", "")) {
            one.heardBy(heard::add);
            Signal queue = new Signal(Kind.QUEUE, "NOWHERE", "Two Words");
            Awaitility.await("the signal").atMost(PATIENCE).until(() -> {
                control.client()
                        .sql("select pg_notify('drover', 'QUEUE NOWHERE Two Words')")
                        .query((result, row) -> true)
                        .single();
                return heard.contains(queue);
            });
            heard.clear();
            control.client()
                    .sql(
                            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'drover node listener'")
                    .query(Integer.class)
                    .single();
            Awaitility.await("a look at everything")
                    .atMost(PATIENCE)
                    .until(() -> heard.contains(Signal.ofAll(Kind.SITE)));
        }
    }

    @Test
    void a_sign_of_life_tells_what_waits_although_nobody_told_it(Installation drover) {
        Queue<Signal> heard = new ConcurrentLinkedQueue<>();
        DatabaseSettings empty = drover.beside("control", "waiting");
        try (ControlDatabase control = ControlDatabase.open(empty)) {
            control.client()
                    .sql("insert into drover.site (site, wanted, changed_by) values ('LIVE', 'RUNNING', 'test')")
                    .update();
            control.client().sql("""
                    insert into drover.task_run (site, task, title, queue, mode, cause, requested_by)
                    values ('LIVE', 'task', 'Task', 'Two Words', 'CHANGED', 'schedule', 'test')
                    """).update();
            try (Membership one = Membership.join(empty, "net", "", "")) {
                one.heardBy(heard::add);
                Awaitility.await("the queue")
                        .atMost(PATIENCE)
                        .until(() -> heard.contains(new Signal(Kind.QUEUE, "LIVE", "Two Words")));
                assertThat(heard).contains(Signal.ofAll(Kind.ANSWERED));
            }
        }
    }

    @Test
    void a_sign_of_life_whose_session_was_ended_is_sent_on_another_connection(Installation drover) {
        try (ControlDatabase control = ControlDatabase.open(control(drover));
                Membership one = Membership.join(control(drover), "beating", "", "")) {
            Awaitility.await("a session is ended")
                    .atMost(PATIENCE)
                    .until(() -> control.client().sql("""
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                     where application_name = 'drover node beating' and query like 'with beat%'
                    """).query(Integer.class).single() > 0);
            Instant ended = beatAt(one);
            Awaitility.await("the next sign of life")
                    .atMost(PATIENCE)
                    .until(() -> beatAt(one).isAfter(ended));
        }
    }

    private static Instant beatAt(Membership one) {
        return one.nodes().stream()
                .filter(node -> node.name().equals("beating"))
                .findFirst()
                .orElseThrow()
                .beatAt();
    }
}
