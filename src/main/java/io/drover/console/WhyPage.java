package io.drover.console;

import io.drover.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Why?: where one row stands between source and shop.
 *
 * @param key as it was asked for; empty when none was yet
 * @param problem why it cannot be answered; empty when it can
 * @param answer null when nothing was asked, or it cannot be answered
 */
public record WhyPage(
        PageFrame frame,
        Task task,
        String key,
        String problem,
        @Nullable WhyAnswer answer) {

    public String taskLink() {
        return Links.task(frame.site() == null ? "" : frame.site(), task.name());
    }
}
