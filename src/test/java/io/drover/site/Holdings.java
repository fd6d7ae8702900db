package io.drover.site;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds after a garbage collection.
 *
 * @param objects how many of each type that was asked about
 * @param threads those of site LIVE and of Quartz; those of pools and nodes come and go
 * @param files open files and sockets; 0 where the system does not tell
 */
record Holdings(
        Map<String, Long> objects, long threads, int classes, long metaspaceKilobytes, long heapKilobytes, long files) {

    /** Queues, moves and clock of a site; what its Camel has; and Quartz, whose schedulers bear no site's name. */
    private static final Pattern OWN_THREAD = Pattern.compile("LIVE .*|site LIVE.*|Camel \\(drover-LIVE\\).*|bells-.*");

    /** @param types names of classes */
    static Holdings now(List<String> types) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> objects = histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(line -> line.length >= 4 && types.contains(line[3]))
                .collect(Collectors.toMap(line -> line[3], line -> Long.valueOf(line[1])));
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
                .sum();
        long threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(OWN_THREAD.asMatchPredicate())
                .count();
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
        return new Holdings(
                objects,
                threads,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                metaspace / 1024,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
                files);
    }
}
