package io.drover.site;

/** STOPPED → STARTING → RUNNING → STOPPING → STOPPED. */
public enum SiteState {
    STOPPED,
    STARTING,
    RUNNING,
    STOPPING
}
