package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.ClusterLab.Member;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F70, F71: schedules that are due every few seconds on three nodes, of which one after the other is killed, frozen and cut off
 * from the control database. Every due instant has its run, or one that waited for its turn then, and none has two.
 *
 * <p>{@code -Ddrover.cluster.fires=10000} makes it 10,000 due instants instead of a few hundred,
 * {@code -Ddrover.cluster.seed} repeats a failure.
 */
class ClusterFiresTest {

    private static final int TASKS = 40;

    /** Longer than a transaction may rest in which a node was frozen: until then nobody can ask for the same run. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int FIRES = Integer.getInteger("drover.cluster.fires", 240);
    private static final long SEED = Long.getLong("drover.cluster.seed", System.nanoTime());
    private static final Duration FAULT = Duration.ofSeconds(9);

    /** How long the three are left alone after a fault. */
    private static final Duration PEACE = Duration.ofSeconds(2);

    private static ClusterLab lab;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        lab = ClusterLab.open(folder, TASKS, INTERVAL);
    }

    @AfterAll
    static void close() throws Exception {
        lab.close();
    }

    /** What is done to a node, and taken back. */
    private enum Fault {
        KILL {
            @Override
            void strike(Member member) throws Exception {
                member.drover().kill();
            }

            @Override
            void heal(Member member) throws Exception {
                member.restart();
            }
        },
        FREEZE {
            @Override
            void strike(Member member) throws Exception {
                member.drover().freeze();
            }

            @Override
            void heal(Member member) throws Exception {
                member.drover().thaw();
            }
        },
        CUT_OFF {
            @Override
            void strike(Member member) {
                member.proxy().silence();
            }

            @Override
            void heal(Member member) {
                member.proxy().resume();
            }
        };

        abstract void strike(Member member) throws Exception;

        abstract void heal(Member member) throws Exception;
    }

    @Test
    void F70_F71_fires_over_three_nodes_of_which_one_is_always_in_trouble_are_neither_doubled_nor_missing()
            throws Exception {
        Random random = new Random(SEED);
        Instant begin = lab.now();
        int faults = 0;
        Instant end = begin.plus(INTERVAL.multipliedBy(FIRES / TASKS));
        while (Instant.now().isBefore(end) || faults < Fault.values().length) {
            Member member = lab.member(random.nextInt(3));
            Fault fault = Fault.values()[faults++ % Fault.values().length];
            fault.strike(member);
            pass(FAULT);
            fault.heal(member);
            member.awaitReady();
            lab.awaitAlive(3);
            pass(PEACE);
        }
        Instant last = lab.now();
        Awaitility.await("the runs of what was due")
                .atMost(Duration.ofSeconds(30))
                .until(() -> lab.control()
                                .sql("select count(*) from drover.task_run where status <> 'ENDED' and due_at < ?")
                                .param(Timestamp.from(last))
                                .query(Integer.class)
                                .single()
                        == 0);
        assertThat(doubled()).as("seed %d: doubled", SEED).isEmpty();
        assertThat(missing(begin, last)).as("seed %d: missing", SEED).isEmpty();
        assertThat(untrue()).as("seed %d: history and ledger", SEED).isEmpty();
        System.out.printf(
                "%d fires of %d schedules over 3 nodes with %d faults, seed %d: 0 doubled, 0 missing; %s; %s%n",
                Duration.between(begin, last).toSeconds() / INTERVAL.toSeconds() * TASKS,
                TASKS,
                faults,
                SEED,
                perNode(),
                results());
    }

    private static void pass(Duration time) {
        OrderTraffic.pause(time);
    }

    private static List<String> doubled() {
        return lab.control().sql("""
                select schedule_id || ' at ' || due_at || ': ' || count(*) from drover.task_run
                 where due_at is not null group by schedule_id, due_at having count(*) > 1
                union all
                select 'run ' || run || ' overlaps run ' || other from (
                  select run, lead(run) over w as other, ended_at, lead(started_at) over w as next
                    from drover.task_run where started_at is not null
                  window w as (partition by site, queue order by started_at)) r
                 where next < ended_at
                """).query(String.class).list();
    }

    /** Due instants without a run of their own, and without one that was due before and had not begun yet. */
    private static List<String> missing(Instant begin, Instant end) {
        return lab.control()
                .sql("""
                select s.task || ' at ' || due
                  from drover.schedule s,
                       generate_series(date_bin(:interval::interval, :begin::timestamptz, timestamptz '2000-01-01 00:00:00+00') + :interval::interval,
                                       :end::timestamptz - interval '1 second', :interval::interval) due
                 where s.task like 'tick-%'
                   and not exists (select from drover.task_run r
                                    where r.schedule_id = s.schedule_id and r.result <> 'Missed'
                                      and (r.due_at = due or r.due_at < due and r.started_at >= due))
                union all
                select 'missed: ' || task || ' at ' || due_at || ', ' || message
                  from drover.task_run where result = 'Missed' and requested_at > :begin
                """)
                .param("interval", INTERVAL.toSeconds() + " seconds")
                .param("begin", Timestamp.from(begin))
                .param("end", Timestamp.from(end))
                .query(String.class)
                .list();
    }

    private record EndedRun(long run, String result, String message) {}

    /** Runs that are OK and not in the ledger, or in the ledger and not OK. */
    private static List<String> untrue() {
        // Before the ledger: what goes on meanwhile is in the ledger before it has ended.
        List<EndedRun> ended = lab.control()
                .sql("select run, result, message from drover.task_run where task like 'tick-%' and status = 'ENDED'")
                .query((result, row) ->
                        new EndedRun(result.getLong("run"), result.getString("result"), result.getString("message")))
                .list();
        Set<Long> committed = lab.databases()
                .shop()
                .sql("select run from drover.ledger")
                .query(Long.class)
                .set();
        return ended.stream()
                .filter(run -> "OK".equals(run.result()) != committed.contains(run.run()))
                .map(run -> "run %d is %s (%s), in the ledger: %s"
                        .formatted(run.run(), run.result(), run.message(), committed.contains(run.run())))
                .toList();
    }

    private static List<String> perNode() {
        return lab.control()
                .sql(
                        "select node || ' ran ' || count(*) from drover.task_run where node is not null group by node order by node")
                .query(String.class)
                .list();
    }

    private static List<String> results() {
        return lab.control()
                .sql("select count(*) || ' ' || result from drover.task_run group by result order by 1 desc")
                .query(String.class)
                .list();
    }
}
