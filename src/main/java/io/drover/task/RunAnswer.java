package io.drover.task;

/**
 * What became of a request.
 *
 * @param run the run that serves it
 * @param coalesced true when that run was waiting already
 */
public record RunAnswer(long run, boolean coalesced) {}
