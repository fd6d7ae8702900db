package io.drover.site;

import java.util.Locale;

/** The id a route must have, after the name of its file. */
final class RouteName {

    private RouteName() {}

    /** {@code product-master.camel.yaml} and {@code ProductMaster.java} both hold {@code product-master}. */
    static String of(String file) {
        if (file.endsWith(".java")) {
            String type = file.substring(0, file.length() - ".java".length());
            return type.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }
        return file.substring(0, file.length() - ".camel.yaml".length());
    }
}
