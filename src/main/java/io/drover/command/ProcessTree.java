package io.drover.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process and all that it began. Children whose parent is gone, or that made a session of their own, are no descendants
 * any more (M17); on Linux they are found by a mark in their environment.
 *
 * @param root the process that was started
 * @param mark one of a kind, the value of {@link #MARK} in its environment
 */
record ProcessTree(ProcessHandle root, String mark) {

    /** Name of the variable with the mark. */
    static final String MARK = "DROVER_COMMAND";

    private static final Path PROCESSES = Path.of("/proc");

    /** Those that run at this moment. */
    List<ProcessHandle> alive() {
        Map<Long, ProcessHandle> found = new LinkedHashMap<>();
        root.descendants().forEach(each -> found.put(each.pid(), each));
        found.put(root.pid(), root);
        marked().forEach(each -> found.put(each.pid(), each));
        return found.values().stream().filter(ProcessHandle::isAlive).toList();
    }

    private List<ProcessHandle> marked() {
        Map<Long, ProcessHandle> marked = new LinkedHashMap<>();
        if (Files.isDirectory(PROCESSES)) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
                for (Path each : processes) {
                    if (isMarked(each)) {
                        Optional<ProcessHandle> handle =
                                ProcessHandle.of(Long.parseLong(String.valueOf(each.getFileName())));
                        handle.ifPresent(process -> marked.put(process.pid(), process));
                    }
                }
            } catch (IOException e) {
                // Then the descendants must do.
                return List.of();
            }
        }
        return List.copyOf(marked.values());
    }

    private boolean isMarked(Path process) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return environment.contains(MARK + "=" + mark);
        } catch (IOException e) {
            return false; // Gone, or another user's.
        }
    }
}
