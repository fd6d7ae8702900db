package io.drover.task;

/**
 * A {@code task:} step that asks for a run at the end of the run that asks.
 *
 * @param whateverResult false = only where the run that asks ends OK
 * @param isAlwaysReached whether each run that goes through its route without failing comes to the step
 */
public record StepWish(RunRequest request, boolean whateverResult, boolean isAlwaysReached) {}
