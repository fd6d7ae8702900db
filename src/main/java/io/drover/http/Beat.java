package io.drover.http;

import io.drover.config.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again while somebody needs it, and rests, without a thread, while nobody does. Thread-safe. */
public final class Beat {

    private static final Logger LOG = LoggerFactory.getLogger(Beat.class);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final String name;
    private final Duration pause;
    private final BooleanSupplier work;
    private final ScheduledThreadPoolExecutor thread;
    private boolean going;
    private boolean asked;

    /**
     * @param pause between two times
     * @param work tells whether it is needed any longer; what it throws is told to the log, and it goes on
     */
    public Beat(String name, Duration pause, BooleanSupplier work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
        this.thread = new ScheduledThreadPoolExecutor(1, new DaemonThreads(name));
        thread.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Somebody needs the work from now on. */
    public synchronized void begin() {
        asked = true;
        if (!going) {
            going = true;
            schedule(Duration.ZERO);
        }
    }

    private void once() {
        synchronized (this) {
            asked = false;
        }
        boolean goesOn = true;
        try {
            goesOn = work.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("{} will go on: {}", name, e.toString());
        }
        synchronized (this) {
            going = goesOn || asked;
            if (going) {
                schedule(pause);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the log
    private void schedule(Duration after) {
        thread.schedule(this::once, after.toMillis(), TimeUnit.MILLISECONDS);
    }
}
