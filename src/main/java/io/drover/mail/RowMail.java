package io.drover.mail;

import io.drover.config.MailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;

/**
 * A mail as a row of a route asks for it. No part of it can become a header that was not meant.
 *
 * @param name of the step
 * @param key of the row, e.g. {@code id=7}
 * @param recipients at least one
 */
public record RowMail(String name, String key, List<String> recipients, String subject, String text) {

    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_ADDRESS = 254;
    private static final int MOST_RECIPIENTS = 20;
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 100_000;

    /**
     * @param recipients separated by comma
     * @throws IllegalArgumentException saying what of the row makes no mail
     */
    static RowMail of(String name, String key, String recipients, String subject, String text) {
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("its key is longer than %d characters".formatted(LONGEST_KEY));
        }
        if (subject.length() > LONGEST_SUBJECT) {
            throw new IllegalArgumentException("its subject is longer than %d characters".formatted(LONGEST_SUBJECT));
        }
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("its subject is not one line of text");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("its text is longer than %,d characters".formatted(LONGEST_TEXT));
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("its text holds a NUL character");
        }
        return new RowMail(name, key, addresses(recipients), subject, text);
    }

    private static List<String> addresses(String text) {
        List<String> addresses = MailAddress.parse(text);
        if (addresses.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException("it has more than %d recipients".formatted(MOST_RECIPIENTS));
        }
        addresses.forEach(RowMail::check);
        return addresses;
    }

    /** What the mail server's protocol would not take would only be tried in vain for a day. */
    private static void check(String address) {
        try {
            new InternetAddress(address, true);
        } catch (AddressException e) {
            throw new IllegalArgumentException("'%s' is no mail address: %s".formatted(address, e.getMessage()), e);
        }
        if (address.length() > LONGEST_ADDRESS || address.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "'%s' is no mail address of at most %d ASCII characters".formatted(address, LONGEST_ADDRESS));
        }
    }
}
