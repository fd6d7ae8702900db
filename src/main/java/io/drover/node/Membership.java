package io.drover.node;

import io.drover.config.DaemonThreads;
import io.drover.config.DatabaseSettings;
import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.node.Signal.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * This process among those that share its control database. It sends a sign of life every 2 s; who has sent none for 7 s,
 * by that database's clock, is dead, and its runs are taken over (P10, F71). Whoever has had a gap itself waits another
 * 7 s before it calls anybody dead, so that an outage of the database kills nobody (F73).
 *
 * <p>Its connections are its own, for a node must not die of a pool that is used up. Thread-safe.
 */
public final class Membership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(7);
    /** An earlier process of this name may still have its session, or be frozen. */
    private static final Duration JOIN_PATIENCE = DEAD_AFTER.plus(BEAT);

    private static final Duration JOIN_POLL = Duration.ofMillis(100);
    /** One to listen, one for the signs of life, one for whoever asks for the nodes. */
    private static final int CONNECTIONS = 3;

    /** Whoever gets no answer for so long sends its sign of life on another connection, in time. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final String address;
    private final String version;
    private final ZoneId zone;
    private final String session;
    private final Database database;
    private final NodeStore store;
    private final Listener listener;
    private final ScheduledExecutorService heart;
    private final List<Consumer<Signal>> hearers = new CopyOnWriteArrayList<>();
    private volatile List<String> live;
    private volatile long life;
    private long lastBeat = System.nanoTime();
    private boolean isAway;
    /** Kept: a pool would ask the server each time whether it is still there. Belongs to the thread of the heart. */
    private @Nullable Connection beating;

    private Membership(Database database, String name, String address, String version, ZoneId zone, String session) {
        this.database = database;
        this.name = name;
        this.address = address;
        this.version = version;
        this.zone = zone;
        this.session = session;
        this.store = new NodeStore(database);
        this.life = join();
        checkZone();
        store.tidy(name);
        this.live = List.of(name);
        this.listener = new Listener(database, this::tell);
        this.heart = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("node"));
    }

    /**
     * Makes this process a node. It is alive for the others when this returns.
     *
     * @param control the control database, brought up to date
     * @param address where its console is
     * @throws NameTakenException when another process of that name is alive
     * @throws OtherZoneException when a node that is alive is of another time zone than this machine
     */
    public static Membership join(DatabaseSettings control, String name, String address, String version) {
        return join(control, name, address, version, ZoneId.systemDefault());
    }

    static Membership join(DatabaseSettings control, String name, String address, String version, ZoneId zone) {
        String session = Database.shownName("drover node " + name);
        Database database = Database.open(control.withPoolSize(CONNECTIONS), session);
        try {
            Membership member = new Membership(database, name, address, version, zone, session);
            member.heart.scheduleWithFixedDelay(member::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
            member.listener.start();
            return member;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private long join() {
        long begin = System.nanoTime();
        Instant seen = null;
        while (true) {
            Optional<Long> joined = store.join(name, address, version, zone, session);
            if (joined.isPresent()) {
                return joined.get();
            }
            Node other = store.find(name).orElse(null);
            boolean isBeating = seen != null && other != null && other.beatAt().isAfter(seen);
            if (isBeating || System.nanoTime() - begin > JOIN_PATIENCE.toNanos()) {
                throw new NameTakenException(name, other == null ? "an unknown address" : other.address());
            }
            if (seen == null && other != null) {
                seen = other.beatAt();
            }
            LockSupport.parkNanos(JOIN_POLL.toNanos());
        }
    }

    private void checkZone() {
        for (Node other : store.list()) {
            if (other.isAlive() && other.zone() != null) {
                ZoneId theirs = ZoneId.of(other.zone());
                if (!theirs.getRules().equals(zone.getRules())) {
                    store.leave(name, life);
                    throw new OtherZoneException(zone, other, theirs);
                }
            }
        }
    }

    /** Adds whom to tell what there is to look at; called by threads of this node, and must not keep them. */
    public void heardBy(Consumer<Signal> hearing) {
        hearers.add(hearing);
    }

    /** Tells it nothing more that is heard from now on. */
    public void notHeardBy(Consumer<Signal> hearing) {
        hearers.remove(hearing);
    }

    private void tell(Signal signal) {
        hearers.forEach(hearer -> hearer.accept(signal));
    }

    public String name() {
        return name;
    }

    /** True while no other node is alive, as of the last sign of life. */
    public boolean isOnlyNode() {
        return live.equals(List.of(name));
    }

    /** All nodes, the dead among them, by name. */
    public List<Node> nodes() {
        return store.list();
    }

    private void beat() {
        try {
            NodeStore.Answer answer = NodeStore.beat(beating(), name, life);
            long answered = System.nanoTime();
            // From answer to answer, because a process may be frozen while it waits for one.
            Duration pause = Duration.ofNanos(answered - lastBeat);
            lastBeat = answered;
            if (pause.compareTo(DEAD_AFTER) > 0) {
                LOG.warn(
                        "node={}: no sign of life of it for {} s: it was frozen, or its control database was away; runs that another node took over meanwhile cannot commit here",
                        name,
                        pause.toSeconds());
                listener.doubt();
            }
            isAway = false;
            if (answer.isKnown()) {
                hear(answer);
            } else {
                joinAnew();
            }
        } catch (DataAccessException | SQLException e) {
            giveBack();
            if (!isAway) {
                isAway = true;
                LOG.error("node={}: the control database takes no sign of life: {}", name, SqlProblem.tell(e));
            }
        } catch (RuntimeException e) {
            LOG.error("node={}: will go on", name, e);
        }
    }

    private Connection beating() throws SQLException {
        Connection kept = beating;
        if (kept == null) {
            kept = database.connect();
            beating = kept;
            kept.setNetworkTimeout(Runnable::run, (int) ANSWER_LIMIT.toMillis());
        }
        return kept;
    }

    private void giveBack() {
        try (Connection kept = beating) {
            beating = null;
        } catch (SQLException e) {
            LOG.debug("node={}: {}", name, e.getMessage());
        }
    }

    private void hear(NodeStore.Answer answer) {
        tell(Signal.ofAll(Kind.ANSWERED));
        answer.queues().forEach(told -> Signal.read(told).ifPresent(this::tell));
        answer.deadSites().forEach(site -> tell(new Signal(Kind.DEAD_RUNS, site, "")));
        answer.stopSites().forEach(site -> tell(new Signal(Kind.STOP, site, "")));
        if (!answer.live().equals(live)) {
            LOG.info("node={}: alive are {}", name, answer.live());
            live = answer.live();
            tell(Signal.ofAll(Kind.SITE));
            tell(Signal.ofAll(Kind.SCHEDULES));
            // Whatever waited for a node that is gone now waits for this one.
            tell(Signal.ofAll(Kind.QUEUE));
        }
    }

    /** The row is another's, or nobody's: this process was given up for dead long ago. */
    private void joinAnew() {
        store.join(name, address, version, zone, session)
                .ifPresentOrElse(
                        anew -> {
                            life = anew;
                            tell(Signal.ofAll(Kind.SITE));
                        },
                        () -> LOG.error(
                                "node={}: another Drover took this name while this one gave no sign of life. It claims no run until the other is gone; stop one of them",
                                name));
    }

    /** To be called when nothing of this process runs any more. */
    @Override
    public void close() {
        heart.shutdownNow();
        listener.close();
        try {
            if (!heart.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("node={}: its last sign of life has not ended", name);
            }
            giveBack();
            store.leave(name, life);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            LOG.warn("node={}: the others will miss it in {} s: {}", name, DEAD_AFTER.toSeconds(), SqlProblem.tell(e));
        }
        database.close();
    }
}
