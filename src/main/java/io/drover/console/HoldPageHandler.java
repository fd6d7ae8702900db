package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for the reason and the end date before a row is held. */
final class HoldPageHandler implements Handler<RoutingContext> {

    private static final Duration USUAL = Duration.ofDays(7);

    private final ConsoleParts parts;

    HoldPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        Map<String, String> typed = new HashMap<>();
        for (String name : List.of("table", "key")) {
            context.queryParam(name).stream().findFirst().ifPresent(value -> typed.put(name, value));
        }
        LocalDateTime until = LocalDateTime.ofInstant(
                        parts.moments().now(), parts.moments().zoneId())
                .plus(USUAL)
                .truncatedTo(ChronoUnit.HOURS);
        typed.put("until", until.toString());
        HoldPage page = HoldPage.of(site, parts.task(site, context).task(), typed, Map.of(), parts);
        parts.pages().show(context, 200, "hold", page);
    }
}
