package io.drover.alert;

import io.drover.config.AlertSettings;
import io.drover.config.DaemonThreads;
import io.drover.config.DroverException;
import io.drover.db.ControlDatabase;
import io.drover.db.SqlProblem;
import io.drover.fresh.Today;
import io.drover.node.Membership;
import io.drover.node.Signal;
import io.drover.run.RunHistory;
import io.drover.run.TaskOfSite;
import io.drover.site.Act;
import io.drover.site.AuditStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what begins to need them, and when it is over: one message each, over restarts and with several nodes. What
 * is open stands in the control database; every node looks, one of them at a time. A mail server that is down delays
 * messages and nothing else (F96). Thread-safe.
 */
public final class Alerts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private static final Duration EVERY = Duration.ofSeconds(5);
    /** While there was nothing to tell at the last look, and nothing has run here since: an idle Drover is quiet. */
    private static final Duration CALM_EVERY = Duration.ofSeconds(30);

    private static final Duration QUIET_EVERY = Duration.ofMinutes(10);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    /** What is kept of the past. */
    private static final Duration KEPT = Duration.ofDays(90);

    /** A restart of a database is over before anybody would be told of it. */
    private static final Duration UNREACHABLE_GRACE = Duration.ofMinutes(1);

    /** By then it is known whether a task failed because a database does not answer. */
    private static final Duration FAILED_GRACE = Duration.ofSeconds(15);

    private final AlertSettings settings;
    private final ControlDatabase control;
    private final Today today;
    private final RunHistory runs;
    private final IncidentStore incidents;
    private final LetterStore letters;
    private final AuditStore audit;
    private final Membership member;
    private final Map<Way, Carrier> carriers = new EnumMap<>(Way.class);
    private final Postman postman;
    private final Consumer<Signal> hearing = this::hear;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("alerts"));

    /** Since when what needs a little patience is the case, by rule and subject. */
    private final Map<String, Instant> since = new HashMap<>();

    /** Those of them that another incident explains, for as long as they last. */
    private final Set<String> explained = new HashSet<>();

    private Map<TaskOfSite, Instant> lastChanges = Map.of();
    private boolean isCalm;
    private long lastLook;
    /** How many runs had ended here at the last look. */
    private long seenEnded;

    private long quietLook = System.nanoTime() - QUIET_EVERY.toNanos();

    public Alerts(
            AlertSettings settings,
            ControlDatabase control,
            Today today,
            RunHistory runs,
            AuditStore audit,
            Membership member) {
        this.settings = settings;
        this.control = control;
        this.today = today;
        this.runs = runs;
        this.audit = audit;
        this.member = member;
        if (settings.mail() != null) {
            carriers.put(Way.MAIL, new MailCarrier(settings.mail(), settings.console()));
        }
        if (settings.hook() != null) {
            carriers.put(Way.HOOK, new HookCarrier(settings.hook(), settings.console()));
        }
        this.letters = new LetterStore(control);
        this.incidents = new IncidentStore(control, letters, carriers.keySet());
        this.postman = new Postman(letters, carriers, member.name());
    }

    public void start() {
        clock.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        postman.start();
        member.heardBy(hearing);
        clock.scheduleWithFixedDelay(this::tidy, 1, TIDY_EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    private void hear(Signal signal) {
        if (signal.kind() == Signal.Kind.LETTER) {
            postman.call();
        }
    }

    /** How people are reached; empty where the settings name none: incidents are kept all the same. */
    public Set<Way> ways() {
        return carriers.keySet();
    }

    /** Those that last, the oldest first. */
    public List<Incident> open() {
        return incidents.open();
    }

    /** The latest that are over, newest first. */
    public List<Incident> over() {
        return incidents.over();
    }

    /** What became of the latest messages, newest first. */
    public List<Delivery> deliveries() {
        return letters.latest(50);
    }

    /**
     * Asks for a test message in every way there is, and writes down who did.
     *
     * @throws DroverException when the settings name none
     */
    public void test(String by) {
        if (carriers.isEmpty()) {
            throw new DroverException(
                    "The settings name nobody to tell: set drover.alerts.mail.host, .from and .to, or drover.alerts.hook.url");
        }
        audit.audited(Act.of(by, "Send a test", null), () -> {
            letters.ask(null, Letter.Event.TEST, carriers.keySet());
            return by;
        });
    }

    private void look() {
        long ended = today.ended();
        if (isCalm && ended == seenEnded && !today.isAtWork() && System.nanoTime() - lastLook < CALM_EVERY.toNanos()) {
            return;
        }
        lastLook = System.nanoTime();
        seenEnded = ended;
        try {
            // One transaction: an idle Drover is quiet.
            control.inTransaction(this::lookNow);
        } catch (RuntimeException e) {
            LOG.warn("Alerts will be looked at again: {}", SqlProblem.tell(e));
        }
    }

    private boolean lookNow() {
        Today.Moment now = today.now();
        Alarms alarms = Alarms.of(now, runs.unfinished(), lastChanges(now), settings);
        List<Alarm> ripe = ripe(alarms, now.at());
        isCalm = alarms.all().isEmpty();
        incidents.alone(store -> {
            for (Incident open : store.open()) {
                isCalm = false;
                if (alarms.isOver(open.rule(), open.subject(), open.site(), open.task())) {
                    store.close(open);
                }
            }
            ripe.forEach(store::open);
        });
        return isCalm;
    }

    /** Without those that may be over in a moment, and those that another one explains. */
    private List<Alarm> ripe(Alarms alarms, Instant now) {
        Set<String> keys = alarms.keys();
        since.keySet().retainAll(keys);
        explained.retainAll(keys);
        List<Alarm> ripe = new ArrayList<>();
        for (Alarm alarm : alarms.all()) {
            String key = Alarms.key(alarm.rule(), alarm.subject());
            Instant begin = since.computeIfAbsent(key, each -> now);
            if (alarms.isExplained(alarm)) {
                explained.add(key);
            }
            if (!explained.contains(key) && !begin.plus(grace(alarm.rule())).isAfter(now)) {
                ripe.add(alarm);
            }
        }
        return ripe;
    }

    private static Duration grace(AlertRule rule) {
        return switch (rule) {
            case UNREACHABLE -> UNREACHABLE_GRACE;
            case FAILED -> FAILED_GRACE;
            default -> Duration.ZERO;
        };
    }

    private Map<TaskOfSite, Instant> lastChanges(Today.Moment now) {
        if (settings.quietFor() != null && System.nanoTime() - quietLook >= QUIET_EVERY.toNanos()) {
            quietLook = System.nanoTime();
            lastChanges = runs.lastChanges(now.sets().stream()
                    .filter(set -> set.task().isSendable())
                    .map(set -> new TaskOfSite(set.site(), set.task().name()))
                    .toList());
        }
        return lastChanges;
    }

    private void tidy() {
        try {
            incidents.deleteOlderThan(KEPT);
        } catch (RuntimeException e) {
            LOG.warn("Old incidents will be deleted later: {}", SqlProblem.tell(e));
        }
    }

    @Override
    public void close() {
        member.notHeardBy(hearing);
        postman.close();
        clock.shutdownNow();
    }
}
