package io.drover.task;

import io.drover.config.MailAddress;
import io.drover.send.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a task, or a request for a run of one.
 *
 * <p>As {@code from} it defines a task: its runs come from the site's queue, one at a time per queue. As a step it asks
 * for a run and goes on at once; the run itself follows when its queue is free.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "task",
        title = "Task",
        syntax = "task:name",
        category = {Category.SCHEDULING})
public class TaskEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

    /** When a step's request is made. */
    enum When {
        NOW,
        /** At the end of the run that asks, where that is OK. */
        OK,
        /** At the end of the run that asks, whatever its result. */
        ENDED
    }

    @UriPath(description = "Name of the task. As a step, * asks for the task that the message names")
    @Metadata(required = true)
    private String name = "";

    @UriParam(label = "consumer", description = "What operators call it; without it the name")
    private @Nullable String title;

    @UriParam(
            label = "consumer",
            description = "Default schedule of Send Changed in words, e.g. every 15 minutes between 06:00 and 20:00")
    private @Nullable String changed;

    @UriParam(label = "consumer", description = "Default schedule of Send All in words, e.g. every SUN at 02:00")
    private @Nullable String all;

    @UriParam(
            label = "consumer",
            defaultValue = "AllOthers",
            description = "Queue of the site in which its runs wait; runs of one queue go one at a time, in order")
    private String queue = "AllOthers";

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            description =
                    "How far the shop may be behind before it counts as late, e.g. 30m; without it two intervals of the"
                            + " quickest schedule")
    private @Nullable String freshWithin;

    @UriParam(
            label = "consumer",
            defaultValue = "ALL,CHANGED",
            description = "Modes in which the task may be asked for, separated by comma")
    private String modes = "ALL,CHANGED";

    @UriParam(
            label = "consumer",
            defaultValue = "#pronto",
            description = "Data source whose clock the watermark keeps; none when the rows come from files only")
    private String source = "#pronto";

    @UriParam(
            label = "consumer",
            defaultValue = "#web",
            description = "Data source of the run's transaction: it holds the ledger and is committed last")
    private String target = "#web";

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "10m",
            description =
                    "How far before the watermark Send Changed looks again: longer than the longest transaction of"
                            + " the source")
    private String overlap = "10m";

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "12h",
            description =
                    "How long a run may take: then it is ended, nothing of it is committed, and its queue goes on")
    private String timeout = "12h";

    @UriParam(
            label = "consumer",
            description =
                    "Edits in the source after which people send it by hand, separated by semicolon; its page lists them")
    private @Nullable String sendAfter;

    @UriParam(
            label = "consumer",
            description =
                    "Addresses, separated by comma, to which a mail goes when a run of the task fails; the mail server is"
                            + " the one of drover.alerts.mail")
    private @Nullable String mailTo;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Whether a mail goes to mailTo at the end of each run, not of those alone that fail")
    private boolean mailAlways;

    @UriParam(label = "producer", defaultValue = "CHANGED", enums = "ALL,CHANGED", description = "Mode of the run")
    private String mode = "CHANGED";

    @UriParam(
            label = "producer",
            defaultValue = "now",
            enums = "now,ok,ended",
            description =
                    "When the run is asked for: now, or at the end of the run that asks, where that is OK or in any"
                            + " case. Then it never begins before the other has ended")
    private String when = "now";

    public TaskEndpoint(String uri, TaskComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        mode();
        when();
        return new TaskProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (isAny()) {
            throw new IllegalArgumentException("task:* asks for runs; a task itself needs a name");
        }
        TaskConsumer consumer = new TaskConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** While a newer version of a route takes over, both are there. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    boolean isAny() {
        return name.equals("*");
    }

    Mode mode() {
        return parseMode("mode", mode);
    }

    When when() {
        try {
            return When.valueOf(when.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("when: '%s' is not now, ok or ended".formatted(when.strip()), e);
        }
    }

    /**
     * The task this endpoint defines.
     *
     * @param asks the tasks for which its steps ask
     * @param sends the tables to which the route's {@code send:} steps write, by name of the database
     * @throws IllegalArgumentException naming the option that makes no sense
     */
    Task task(String description, String file, SortedSet<String> asks, SortedMap<String, SortedSet<String>> sends) {
        Map<Mode, String> schedules = new EnumMap<>(Mode.class);
        Set<Mode> allowed = EnumSet.noneOf(Mode.class);
        Arrays.stream(modes.split(",")).forEach(each -> allowed.add(parseMode("modes", each)));
        putSchedule(schedules, Mode.ALL, all, allowed);
        putSchedule(schedules, Mode.CHANGED, changed, allowed);
        return new Task(
                name,
                title == null ? name : title,
                description,
                file,
                queue,
                Set.copyOf(allowed),
                schedules,
                freshWithin == null ? null : duration("freshWithin", freshWithin),
                beanName(source),
                beanName(target),
                duration("overlap", overlap),
                timeout(),
                sendAfter(),
                mail(),
                asks,
                sends);
    }

    private List<String> sendAfter() {
        return Arrays.stream((sendAfter == null ? "" : sendAfter).split(";"))
                .map(String::strip)
                .filter(edit -> !edit.isEmpty())
                .toList();
    }

    private @Nullable TaskMail mail() {
        if (mailTo == null) {
            if (mailAlways) {
                throw new IllegalArgumentException("mailAlways: there is no mailTo that says to whom");
            }
            return null;
        }
        try {
            return new TaskMail(MailAddress.parse(mailTo), mailAlways);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mailTo: " + e.getMessage(), e);
        }
    }

    private Duration timeout() {
        Duration limit = duration("timeout", timeout);
        if (limit.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new IllegalArgumentException("timeout: '%s' is shorter than a second".formatted(timeout));
        }
        return limit;
    }

    private static void putSchedule(Map<Mode, String> schedules, Mode mode, @Nullable String words, Set<Mode> allowed) {
        if (words == null) {
            return;
        }
        if (!allowed.contains(mode)) {
            throw new IllegalArgumentException(
                    "there is a schedule for %s, but modes allows only %s".formatted(mode, allowed));
        }
        schedules.put(mode, words);
    }

    private static Mode parseMode(String option, String text) {
        try {
            return Mode.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: '%s' is not ALL or CHANGED".formatted(option, text.strip()), e);
        }
    }

    private static Duration duration(String option, String text) {
        try {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("%s: '%s' is not a time such as 30m or 2h".formatted(option, text), e);
        }
    }

    private static String beanName(String reference) {
        return reference.startsWith("#") ? reference.substring(1) : reference;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getTitle() {
        return title;
    }

    public void setTitle(@Nullable String title) {
        this.title = title;
    }

    public @Nullable String getChanged() {
        return changed;
    }

    public void setChanged(@Nullable String changed) {
        this.changed = changed;
    }

    public @Nullable String getAll() {
        return all;
    }

    public void setAll(@Nullable String all) {
        this.all = all;
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public @Nullable String getFreshWithin() {
        return freshWithin;
    }

    public void setFreshWithin(@Nullable String freshWithin) {
        this.freshWithin = freshWithin;
    }

    public String getModes() {
        return modes;
    }

    public void setModes(String modes) {
        this.modes = modes;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public String getOverlap() {
        return overlap;
    }

    public void setOverlap(String overlap) {
        this.overlap = overlap;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public @Nullable String getSendAfter() {
        return sendAfter;
    }

    public void setSendAfter(@Nullable String sendAfter) {
        this.sendAfter = sendAfter;
    }

    public @Nullable String getMailTo() {
        return mailTo;
    }

    public void setMailTo(@Nullable String mailTo) {
        this.mailTo = mailTo;
    }

    public boolean isMailAlways() {
        return mailAlways;
    }

    public void setMailAlways(boolean mailAlways) {
        this.mailAlways = mailAlways;
    }

    public String getWhen() {
        return when;
    }

    public void setWhen(String when) {
        this.when = when;
    }

    public String getMode() {
        return mode;
    }

    public void setMode(String mode) {
        this.mode = mode;
    }
}
