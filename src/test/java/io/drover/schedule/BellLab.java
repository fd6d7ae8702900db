package io.drover.schedule;

import io.drover.Installation;
import io.drover.config.Settings;
import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.run.DeadRuns;
import io.drover.run.HeldRowStore;
import io.drover.run.KeptRows;
import io.drover.run.Run;
import io.drover.run.RunExecutor;
import io.drover.run.RunFilter;
import io.drover.run.RunHistory;
import io.drover.run.RunLogFiles;
import io.drover.run.RunLogs;
import io.drover.run.RunQueue;
import io.drover.run.RunTables;
import io.drover.run.RunningRun.StopRequest;
import io.drover.run.TimeLimit;
import io.drover.send.Mode;
import io.drover.task.TaskCatalogue;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** The bells of a site of its own, over a real control database and with a clock that can be set. */
final class BellLab implements AutoCloseable {

    static final String SITE = "BELLS";
    private static final String NODE = "bells";

    final SettableClock clock;
    final ControlDatabase control;
    final RunHistory runs;
    private final RunTables tables;
    private final RunLogs logs;
    private final TimeLimit timeLimit = new TimeLimit();
    final ScheduleStore store;
    final TaskCatalogue catalogue;
    final RunQueue queue;
    final Bells bells;
    /** What a run of a task named {@code held…} waits for. */
    final Semaphore gate = new Semaphore(0);

    final AtomicInteger mostAtOnce = new AtomicInteger();

    private final AtomicInteger atOnce = new AtomicInteger();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SiteDatabases databases;

    BellLab(Installation drover, Instant now, String... tasks) throws Exception {
        Settings settings = drover.server().settings();
        clock = new SettableClock(now);
        control = ControlDatabase.open(settings.control());
        control.client()
                .sql(
                        "insert into drover.site (site, wanted, changed_by) values (?, 'RUNNING', 'test') on conflict do nothing")
                .param(SITE)
                .update();
        control.client()
                .sql(
                        "insert into drover.node (node, life, address, version, beat_at) values (?, 0, '', '', 'infinity') on conflict do nothing")
                .param(NODE)
                .update();
        databases = SiteDatabases.open(settings.sites().get(1));
        tables = RunTables.of(control, false);
        runs = tables.history();
        logs = new RunLogs(tables.logs(), new RunLogFiles(settings.logs(), ZoneOffset.UTC), clock);
        store = new ScheduleStore(control);
        QuartzComponent quartz = new QuartzComponent();
        quartz.setProperties(Bells.quartzSettings());
        context.addComponent("quartz", quartz);
        for (String task : tasks) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("task:%s?queue=%s&source=none".formatted(task, task.startsWith("queue") ? task : "AllOthers"))
                            .routeId(task)
                            .routeDescription("Does nothing")
                            .process(exchange -> work(task));
                }
            });
        }
        context.start();
        catalogue = new TaskCatalogue(context);
        RunExecutor executor = new RunExecutor(
                databases,
                catalogue,
                NODE,
                tables,
                logs,
                timeLimit,
                new HeldRowStore(control),
                new KeptRows(control.database(), settings.keep().rows()),
                (thread, text) -> {});
        queue = new RunQueue(
                SITE, NODE, catalogue, tables, executor, new DeadRuns(control, NODE), (thread, text) -> {});
        bells = new Bells(
                context,
                SITE,
                ZoneOffset.UTC,
                clock,
                new Ringer(ZoneOffset.UTC, catalogue, queue, tables.requests(), store, (thread, text) -> {}),
                new Chains(catalogue, ZoneOffset.UTC, clock, (thread, text) -> {}));
        queue.watchedBy(bells);
        queue.open(List.of("AllOthers"));
    }

    private void work(String task) throws InterruptedException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            if (task.startsWith("held")) {
                gate.acquire();
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    /** Adds a schedule whose due times count from that instant on. */
    Schedule schedule(String task, String words, Instant since) {
        return find(add(task, words, since));
    }

    /** The same, without a look at it. */
    int add(String task, String words, Instant since) {
        return store.add(SITE, task, Mode.CHANGED, new ScheduleEdit(words, true, "", null), "test", since);
    }

    Schedule schedule(String task, String words) {
        return schedule(task, words, clock.instant());
    }

    Schedule find(int id) {
        return schedules().stream().filter(each -> each.id() == id).findFirst().orElseThrow();
    }

    List<Schedule> schedules() {
        return store.list(SITE, catalogue.tasks());
    }

    /** Edits as a site does. */
    void edit(int id, String words) {
        Instant from = bells.ringDue();
        store.edit(find(id), new ScheduleEdit(words, true, "", null), "test", "test", from);
        bells.change(schedules());
    }

    void disable(Schedule schedule) {
        store.edit(
                schedule,
                new ScheduleEdit(schedule.words(), false, "", null),
                "test",
                "not needed",
                schedule.rungUntil());
    }

    void hang() {
        bells.hang(schedules(), clock.instant(), true);
    }

    /** Hangs all schedules at that time, however long it took to make them. */
    void hangAt(Instant now) {
        List<Schedule> schedules = schedules();
        clock.set(now);
        bells.hang(schedules, now, true);
    }

    /** All rows of the history, oldest first. */
    List<Run> history() {
        List<Run> newestFirst = runs.list(new RunFilter(SITE, null, null, null, null, 1000));
        return newestFirst.stream().sorted(Comparator.comparingLong(Run::run)).toList();
    }

    /** How many runs there are that ended OK. */
    int endedOk() {
        return control.client()
                .sql("select count(*) from drover.task_run where site = ? and result = 'OK'")
                .param(SITE)
                .query(Integer.class)
                .single();
    }

    List<Run> history(int schedule) {
        return history().stream()
                .filter(run -> Integer.valueOf(schedule).equals(run.schedule()))
                .toList();
    }

    Collection<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    Timestamp rungUntil(int schedule) {
        return control.client()
                .sql("select rung_until from drover.schedule where schedule_id = ?")
                .param(schedule)
                .query(Timestamp.class)
                .single();
    }

    /** Rings and runs nothing any more. */
    void halt() throws InterruptedException {
        bells.takeDown();
        gate.release(1000);
        queue.close(new StopRequest("test", "end of the test"), Duration.ofSeconds(10));
    }

    @Override
    public void close() throws Exception {
        halt();
        context.close();
        timeLimit.close();
        logs.close();
        control.client()
                .sql("delete from drover.run_log where run in (select run from drover.task_run where site = ?)")
                .param(SITE)
                .update();
        control.client()
                .sql("delete from drover.task_run where site = ?")
                .param(SITE)
                .update();
        control.client()
                .sql("delete from drover.schedule where site = ?")
                .param(SITE)
                .update();
        databases.close();
        control.close();
    }
}
