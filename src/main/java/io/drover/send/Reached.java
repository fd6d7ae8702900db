package io.drover.send;

import java.time.Instant;

/**
 * How far a task has sent, as the target knows it.
 *
 * @param upto by the source's clock: every change before it that the task's queries return is in the target, or held
 * @param run that took it there
 */
public record Reached(Instant upto, long run) {}
