package io.drover.console;

import io.drover.http.Caller;
import io.drover.send.RowKey;
import io.drover.site.AlreadyHeldException;
import io.drover.site.InvalidHoldException;
import io.drover.site.InvalidReasonException;
import io.drover.site.Site;
import io.drover.task.Task;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The button Hold of the page that asks for reason and end date. */
final class HoldHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    HoldHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        Task task = parts.task(site, context).task();
        Map<String, String> typed = new HashMap<>();
        for (String name : List.of("table", "key", "reason", "until")) {
            typed.put(name, ConsoleParts.field(context, name));
        }
        try {
            hold(site, task, typed);
            parts.pages().go(context, Links.task(site.name(), task.name()) + "?notice=held");
        } catch (InvalidHoldException e) {
            again(context, 400, HoldPage.of(site, task, typed, Map.of(e.field(), text(e)), parts));
        } catch (InvalidReasonException e) {
            again(context, 400, HoldPage.of(site, task, typed, Map.of("reason", text(e)), parts));
        } catch (DateTimeException e) {
            String problem = "Write the end as date and time, such as 2026-11-30T18:00";
            again(context, 400, HoldPage.of(site, task, typed, Map.of("until", problem), parts));
        } catch (AlreadyHeldException e) {
            again(context, 409, HoldPage.of(site, task, typed, Map.of("key", text(e)), parts));
        }
    }

    private void hold(Site site, Task task, Map<String, String> typed) {
        String table = typed.getOrDefault("table", "");
        Instant until = LocalDateTime.parse(typed.getOrDefault("until", ""))
                .atZone(parts.moments().zoneId())
                .toInstant();
        String key = key(site, task, table, typed.getOrDefault("key", ""));
        site.heldRows().hold(task.name(), table, key, until, Caller.OPERATOR, typed.getOrDefault("reason", ""));
    }

    /** A bare value is written out, where the key has one column; whatever is wrong is told by the hold itself. */
    static String key(Site site, Task task, String table, String key) {
        List<String> columns = site.keys(task.name()).get(table);
        try {
            return columns == null || key.contains("=")
                    ? key
                    : RowKey.parse(key, columns).text();
        } catch (IllegalArgumentException e) {
            return key;
        }
    }

    private void again(RoutingContext context, int status, HoldPage page) {
        parts.pages().show(context, status, "hold", page);
    }

    private static String text(RuntimeException problem) {
        return String.valueOf(problem.getMessage());
    }
}
