package io.drover.task;

import java.util.List;

/**
 * Who is told by mail of the end of a task's runs (IF8).
 *
 * @param to their addresses, at least one
 * @param always of each end, not only of failures
 */
public record TaskMail(List<String> to, boolean always) {

    public TaskMail {
        to = List.copyOf(to);
    }
}
