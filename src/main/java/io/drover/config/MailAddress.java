package io.drover.config;

import java.util.Arrays;
import java.util.List;

/** Addresses of mail as people write them into settings and route files. */
public final class MailAddress {

    private static final String FORM = "[^@\\s,;<>\"]+@[^@\\s,;<>\"]+";

    private MailAddress() {}

    /** Those of a text that separates them by comma; they may still be none. */
    static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    static boolean isOne(String address) {
        return address.matches(FORM);
    }

    /**
     * Those of a text that separates them by comma.
     *
     * @throws IllegalArgumentException naming the first that is none
     */
    public static List<String> parse(String text) {
        List<String> addresses = split(text);
        addresses.stream().filter(each -> !isOne(each)).findFirst().ifPresent(wrong -> {
            throw new IllegalArgumentException("'%s' is no mail address such as ops@example.com".formatted(wrong));
        });
        return addresses;
    }
}
