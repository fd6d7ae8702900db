package io.drover.run;

/** A task on a site, by their names. */
public record TaskOfSite(String site, String task) {}
