package io.drover.site;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.drover.config.DroverException;
import io.drover.config.PlainLine;
import io.drover.run.EventLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * The event log of a site, in {@code logs/SITE.log}: one line per event, {@code dd-MMM-yyyy HH:mm:ss (n) : text}, where n
 * is the number of the thread that speaks (PR12). A line that is said again and again is told with its number, once a second.
 * Kept for 30 days and at most 100 MB. Thread-safe.
 */
public final class SiteLog implements EventLog, AutoCloseable {

    /** Who speaks of the site as a whole. */
    static final String SITE = "Site";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss", Locale.US);
    private static final int MOST_BYTES_READ = 512 * 1024;

    private final Path file;
    private final Clock clock;
    private final ZoneId zone;
    private final Logger logger;
    private final Map<String, Integer> threads = new ConcurrentHashMap<>();
    private final Repeats repeats = new Repeats(System::nanoTime);
    private final AtomicInteger lastThread = new AtomicInteger();

    SiteLog(String site, Path folder, Clock clock, ZoneId zone) {
        this.file = folder.resolve(site + ".log");
        this.clock = clock;
        this.zone = zone;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DroverException("The folder for logs cannot be made: " + e.getMessage() + " (drover.logs)", e);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        // One of a kind by its file: another Drover in this process may have a site of the same name.
        this.logger = context.getLogger("site " + file.toAbsolutePath());
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender(context, site));
    }

    private RollingFileAppender<ILoggingEvent> appender(LoggerContext context, String site) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("site." + site);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(FileSize.valueOf("10MB"));
        policy.setMaxHistory(30);
        policy.setTotalSizeCap(FileSize.valueOf("100MB"));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        return appender;
    }

    @Override
    public void line(String thread, String text) {
        repeats.say(new Repeats.Line(thread, oneLine(text))).forEach(this::write);
    }

    private void write(Repeats.Line line) {
        int number = threads.computeIfAbsent(line.thread(), name -> lastThread.incrementAndGet());
        logger.info("{} ({}) : {}", TIME.format(clock.instant().atZone(zone)), number, line.text());
    }

    private static String oneLine(String text) {
        String line = PlainLine.of(text);
        return line.isBlank() ? "-" : line;
    }

    /** The last lines, oldest first; at most what fits into half a megabyte. */
    public List<String> tail(int most) {
        repeats.due().forEach(this::write);
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, reader.length() - MOST_BYTES_READ);
            reader.seek(from);
            byte[] bytes = new byte[(int) (reader.length() - from)];
            reader.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            int firstWhole = from == 0 ? 0 : 1;
            return lines.subList(Math.max(firstWhole, lines.size() - most), lines.size());
        } catch (IOException e) {
            throw new DroverException("The log " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        repeats.last().forEach(this::write);
        logger.detachAndStopAllAppenders();
    }
}
