package io.drover.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.AlertSettings;
import io.drover.fresh.DataSet;
import io.drover.fresh.FreshState;
import io.drover.fresh.Need;
import io.drover.fresh.Need.Kind;
import io.drover.fresh.Today;
import io.drover.run.TaskOfSite;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is one incident, and when it is known to be over. */
class AlarmsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");

    @Test
    void F24_a_database_that_lets_nobody_in_is_one_incident_however_many_tasks_need_it() {
        String why = "#pronto does not answer: password authentication failed";
        DataSet prices = set("prices", SiteState.RUNNING, FreshState.UNKNOWN, why);
        DataSet stock = set("stock", SiteState.RUNNING, FreshState.UNKNOWN, why);
        Alarms alarms = alarms(
                List.of(prices, stock),
                need(Kind.UNREACHABLE, "prices", why),
                need(Kind.UNREACHABLE, "stock", why),
                need(Kind.FAILED, "stock", "The source does not answer"));

        assertThat(alarms.all())
                .filteredOn(alarm -> !alarms.isExplained(alarm))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.rule()).isEqualTo(AlertRule.UNREACHABLE);
                    assertThat(alarm.subject()).isEqualTo("LIVE/#pronto");
                    assertThat(alarm.why()).isEqualTo(why);
                });
    }

    @Test
    void a_task_that_was_never_sent_is_told_when_it_fails() {
        DataSet prices = set("prices", SiteState.RUNNING, FreshState.UNKNOWN, "it has never been sent");
        Alarms alarms = alarms(List.of(prices), need(Kind.FAILED, "prices", "There is no table price"));

        assertThat(alarms.all()).singleElement().satisfies(alarm -> {
            assertThat(alarm.rule()).isEqualTo(AlertRule.FAILED);
            assertThat(alarms.isExplained(alarm)).isFalse();
        });
    }

    @Test
    void what_was_never_sent_or_looked_at_is_no_incident() {
        DataSet prices = set("prices", SiteState.RUNNING, FreshState.UNKNOWN);

        assertThat(alarms(List.of(prices), need(Kind.UNREACHABLE, "prices", "it has never been sent"))
                        .all())
                .isEmpty();
    }

    @Test
    void a_task_that_is_late_is_over_when_it_is_fresh_and_not_when_nobody_knows() {
        for (FreshState state : FreshState.values()) {
            Alarms alarms = alarms(List.of(set("prices", SiteState.RUNNING, state)));

            assertThat(alarms.isOver(AlertRule.LATE, "LIVE/prices", "LIVE", "prices"))
                    .isEqualTo(state == FreshState.FRESH);
        }
    }

    @Test
    void nothing_of_a_site_that_is_stopped_is_over() {
        Alarms stopped = alarms(List.of(set("prices", SiteState.STOPPED, FreshState.STOPPED)));
        Alarms running = alarms(List.of(set("prices", SiteState.RUNNING, FreshState.FRESH)));
        for (AlertRule rule : List.of(AlertRule.FAILED, AlertRule.GUARD, AlertRule.MISSED, AlertRule.REFUSED)) {
            assertThat(stopped.isOver(rule, "LIVE/prices", "LIVE", "prices")).isFalse();
            assertThat(running.isOver(rule, "LIVE/prices", "LIVE", "prices")).isTrue();
        }
    }

    @Test
    void a_task_that_is_gone_is_over() {
        assertThat(alarms(List.of()).isOver(AlertRule.LATE, "LIVE/prices", "LIVE", "prices"))
                .isTrue();
    }

    @Test
    void a_site_is_told_once_it_has_been_stopped_for_long() {
        Need longAgo = stopped(NOW.minus(Duration.ofHours(3)));
        Need justNow = stopped(NOW.minus(Duration.ofHours(1)));

        assertThat(alarms(List.of(), longAgo).all()).extracting(Alarm::rule).containsExactly(AlertRule.STOPPED);
        assertThat(alarms(List.of(), justNow).all()).isEmpty();
    }

    @Test
    void a_source_is_quiet_where_the_settings_ask_for_it() {
        DataSet prices = set("prices", SiteState.RUNNING, FreshState.FRESH);
        Map<TaskOfSite, Instant> changes = Map.of(new TaskOfSite("LIVE", "prices"), NOW.minus(Duration.ofDays(4)));

        assertThat(quiet(prices, changes, null)).isEmpty();
        assertThat(quiet(prices, changes, Duration.ofDays(5))).isEmpty();
        assertThat(quiet(prices, changes, Duration.ofDays(3)))
                .extracting(Alarm::rule)
                .containsExactly(AlertRule.QUIET);
    }

    private static List<Alarm> quiet(DataSet set, Map<TaskOfSite, Instant> changes, Duration limit) {
        AlertSettings usual = AlertSettings.NONE;
        AlertSettings settings =
                new AlertSettings(null, null, null, usual.stoppedFor(), usual.queuedFor(), usual.refusedRows(), limit);
        return Alarms.of(new Today.Moment(NOW, List.of(), List.of(set), List.of()), List.of(), changes, settings)
                .all();
    }

    private static Alarms alarms(List<DataSet> sets, Need... needs) {
        return Alarms.of(
                new Today.Moment(NOW, List.of(), sets, Arrays.asList(needs)), List.of(), Map.of(), AlertSettings.NONE);
    }

    private static Need need(Kind kind, String task, String why) {
        return new Need(kind, "LIVE", task, task, kind.name(), why, null, null);
    }

    private static Need stopped(Instant since) {
        return new Need(Kind.STOPPED, "LIVE", null, "Site LIVE", "Stopped", "Stopped by operator", since, null);
    }

    private static DataSet set(String name, SiteState site, FreshState state) {
        return set(name, site, state, "");
    }

    private static DataSet set(String name, SiteState site, FreshState state, String reason) {
        Task task = new Task(
                name,
                name,
                "",
                "",
                "AllOthers",
                Set.of(Mode.values()),
                Map.of(),
                Duration.ofMinutes(30),
                "pronto",
                "web",
                Duration.ZERO,
                Duration.ofHours(1),
                List.of(),
                null,
                new TreeSet<>(),
                new TreeMap<>(Map.of("web", new TreeSet<>(Set.of("shop.product")))));
        return new DataSet(
                "LIVE", site, task, state, reason, NOW, Duration.ZERO, null, null, null, null, List.of(), List.of());
    }
}
