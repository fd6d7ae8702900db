package io.drover.mail;

/**
 * The mail server that the settings name; it stands in the registry of a site's Camel, or does not where they name none.
 *
 * @param host its name
 */
public record MailServer(String host) {}
