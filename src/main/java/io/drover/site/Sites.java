package io.drover.site;

import io.drover.config.DaemonThreads;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.mail.MailServer;
import io.drover.node.Membership;
import io.drover.node.Node;
import io.drover.node.Signal;
import io.drover.run.DeletableRuns;
import io.drover.run.HeldRowStore;
import io.drover.run.KeptRows;
import io.drover.run.ProgressStore;
import io.drover.run.RouteLog;
import io.drover.run.Run;
import io.drover.run.RunLogFiles;
import io.drover.run.RunLogs;
import io.drover.run.RunProgress;
import io.drover.run.RunRetention;
import io.drover.run.RunStatus;
import io.drover.run.RunTables;
import io.drover.run.RunningRun;
import io.drover.run.TimeLimit;
import io.drover.schedule.ScheduleStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** All sites of this Drover, in the order of the settings. Thread-safe. */
public final class Sites implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sites.class);
    private static final int SLOW_THREADS = 16;

    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final List<SiteDatabases> databases;
    private final AuditStore audit;
    private final ResultDeletion results;
    private final ScheduleBoard scheduledTasks;
    private final ProgressStore progress;
    private final RunLogs logs;
    private final TimeLimit timeLimit = new TimeLimit();
    private final Expiry expiry;
    private final Membership member;
    private final Consumer<Signal> hearing = this::hear;
    /** One site whose database does not answer keeps one of these threads. */
    private final ExecutorService slow = Executors.newFixedThreadPool(SLOW_THREADS, new DaemonThreads("site signals"));

    private final RouteWatcher watcher = new RouteWatcher(this::routeFolders, this::reload);

    private Sites(
            List<SiteDatabases> databases,
            AuditStore audit,
            SiteStore store,
            ScheduleStore schedules,
            Membership member,
            RunTables runs,
            RunLogs logs,
            RunRetention retention,
            DeletableRuns deletable) {
        this.databases = databases;
        this.audit = audit;
        this.results = new ResultDeletion(deletable, audit);
        this.scheduledTasks = new ScheduleBoard(sites, store, schedules, runs.history());
        this.member = member;
        this.progress = runs.progress();
        this.logs = logs;
        this.expiry = new Expiry(sites.values(), retention);
    }

    /**
     * Makes all sites ready, still stopped.
     *
     * @param member this process among the nodes
     * @param beans further beans of a site's Camel registry, by name
     */
    public static Sites open(
            Settings settings,
            ControlDatabase control,
            Membership member,
            RunTables runs,
            ScheduleStore schedules,
            Clock clock,
            Function<String, Map<String, Object>> beans) {
        List<SiteDatabases> databases = settings.sites().stream()
                .map(site -> SiteDatabases.open(site, member.name()))
                .toList();
        AuditStore audit = new AuditStore(control);
        ZoneId zone = ZoneId.systemDefault();
        RunLogFiles logFiles = new RunLogFiles(settings.logs(), zone);
        RunLogs logs = new RunLogs(runs.logs(), logFiles, clock);
        RunRetention retention = new RunRetention(control, settings.keep(), logFiles, clock, zone);
        SiteStore store = new SiteStore(control, audit);
        Sites all = new Sites(
                databases, audit, store, schedules, member, runs, logs, retention, new DeletableRuns(control));
        HeldRowStore heldRows = new HeldRowStore(control);
        for (int i = 0; i < databases.size(); i++) {
            SiteSettings site = settings.sites().get(i);
            SiteLog log = new SiteLog(site.name(), settings.logs(), clock, zone);
            SiteCamel camel =
                    new SiteCamel(site, databases.get(i), settings.routes(), beans(settings, beans.apply(site.name())));
            camel.context().getCamelContextExtension().addLogListener(new RouteLog(log));
            RouteFolder folder = new RouteFolder(settings.routes(), site.name());
            RouteFiles files = new RouteFiles(camel.context(), folder, clock);
            SiteParts parts = new SiteParts(
                    member.name(),
                    zone,
                    store,
                    runs,
                    all.logs,
                    all.timeLimit,
                    heldRows,
                    audit,
                    schedules,
                    log,
                    control,
                    new KeptRows(control.database(), settings.keep().rows()),
                    databases.get(i),
                    camel,
                    files,
                    new RouteSources(camel.context(), folder, files));
            SiteState first = site.start() ? SiteState.RUNNING : SiteState.STOPPED;
            all.sites.put(site.name(), new Site(site.name(), parts, clock, first));
        }
        return all;
    }

    private static Map<String, Object> beans(Settings settings, Map<String, Object> further) {
        Map<String, Object> beans = new LinkedHashMap<>(further);
        if (settings.alerts().mail() != null) {
            beans.put("mailServer", new MailServer());
        }
        return beans;
    }

    /** Brings each site back to the state it had, each in its own thread. */
    public void resume() {
        sites.values().forEach(Site::resume);
        expiry.start();
        watcher.start();
        member.heardBy(hearing);
        // What was told before anybody listened.
        hear(new Signal(Signal.Kind.SITE, null, ""));
    }

    private void hear(Signal signal) {
        if (signal.kind() == Signal.Kind.ANSWERED && !isOnlyNode()) {
            tellProgress();
        }
        for (Site site : sites.values()) {
            if (signal.site() == null || site.name().equals(signal.site())) {
                switch (signal.kind()) {
                    case STOP, DEAD_RUNS -> slow.execute(() -> hear(site, signal));
                    case SITE, SCHEDULES, QUEUE, ENDED, LETTER -> hear(site, signal);
                    case ANSWERED -> {
                        hear(site, signal);
                        if (site.owesResults()) {
                            slow.execute(() -> hear(site, new Signal(Signal.Kind.DEAD_RUNS, site.name(), "")));
                        }
                    }
                }
            }
        }
    }

    private static void hear(Site site, Signal signal) {
        try {
            site.hear(signal);
        } catch (RuntimeException e) {
            LOG.error("site={}: {} was not looked at", site.name(), signal.kind(), e);
        }
    }

    /** With each sign of life, and as often. */
    private void tellProgress() {
        List<RunningRun> running = sites.values().stream()
                .flatMap(site -> site.executor().running().stream())
                .toList();
        if (!running.isEmpty()) {
            slow.execute(() -> {
                try {
                    progress.tell(running);
                } catch (DataAccessException e) {
                    LOG.debug("The other nodes do not hear how far {} runs are", running.size(), e);
                }
            });
        }
    }

    /**
     * How far runs are, by their number. Of those that other nodes execute as they told it within the last seconds; one that
     * has just begun there is missing.
     */
    public Map<Long, RunProgress.Moment> progress(Collection<Run> runs) {
        Map<Long, RunProgress.Moment> moments = new HashMap<>();
        List<Long> elsewhere = new ArrayList<>();
        for (Run run : runs) {
            Optional<RunningRun> here =
                    find(run.site()).flatMap(site -> site.executor().running(run.run()));
            if (here.isPresent()) {
                moments.put(run.run(), here.get().progress().moment());
            } else if (run.status() == RunStatus.RUNNING && !node().equals(run.node())) {
                elsewhere.add(run.run());
            } else {
                moments.put(run.run(), RunProgress.Moment.NONE);
            }
        }
        if (!elsewhere.isEmpty()) {
            moments.putAll(progress.of(elsewhere));
        }
        return moments;
    }

    private Set<Path> routeFolders() {
        return sites.values().stream()
                .flatMap(site -> site.routeFolders().stream())
                .collect(Collectors.toSet());
    }

    private void reload() {
        sites.values().forEach(Site::reload);
    }

    public Collection<Site> all() {
        return sites.values();
    }

    /** Those that share this Drover's control database, by name. */
    public List<Node> nodes() {
        return member.nodes();
    }

    /** True while this is the only node that is alive, as far as it knows. */
    public boolean isOnlyNode() {
        return member.isOnlyNode();
    }

    /** The name of this process among them. */
    public String node() {
        return member.name();
    }

    /** Who did what on which site. */
    public AuditStore audit() {
        return audit;
    }

    /** Results that nobody needs any more. */
    public ResultDeletion results() {
        return results;
    }

    /** Scheduled Tasks of all sites. */
    public ScheduleBoard scheduledTasks() {
        return scheduledTasks;
    }

    /** Sources and shops, by site. */
    public List<SiteDatabases> databases() {
        return databases;
    }

    public Optional<Site> find(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    @Override
    public void close() {
        member.notHeardBy(hearing);
        slow.shutdown();
        watcher.close();
        expiry.close();
        sites.values().parallelStream().forEach(Site::close);
        timeLimit.close();
        logs.close();
        databases.forEach(SiteDatabases::close);
    }
}
