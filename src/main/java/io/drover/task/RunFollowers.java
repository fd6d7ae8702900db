package io.drover.task;

/** Requests that a run makes with its own result: what is to follow it never begins before it has ended. */
@FunctionalInterface
public interface RunFollowers {

    /** The exchange property under which the steps of a run find it. */
    String PROPERTY = "DroverFollowers";

    /** @param whateverResult false = only where the run that asks ends OK */
    void add(RunRequest request, boolean whateverResult);
}
