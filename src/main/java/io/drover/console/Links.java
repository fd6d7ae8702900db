package io.drover.console;

import io.drover.send.Mode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses that pages and redirects lead to; {@link ConsoleRoutes} answers them. */
final class Links {

    private Links() {}

    static String site(String site) {
        return "/sites/" + segment(site);
    }

    static String send(String site, String task, Mode mode) {
        return "%s/tasks/%s/%s".formatted(site(site), segment(task), mode == Mode.ALL ? "send-all" : "send-changed");
    }

    static String run(long run) {
        return "/runs/" + run;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
