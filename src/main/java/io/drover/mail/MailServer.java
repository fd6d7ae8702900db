package io.drover.mail;

/** Stands in the registry of a site's Camel where the settings name a mail server. */
public record MailServer() {}
