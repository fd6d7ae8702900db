package io.drover.site;

import io.drover.task.RunAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a click on Send All or Send Changed.
 *
 * @param commenced the run that serves it; null on a stopped site, where the click is only written down (PR4)
 */
public record SendAnswer(@Nullable RunAnswer commenced) {}
