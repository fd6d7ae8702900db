package io.drover.console;

import io.drover.config.PlainLine;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Today as plain text, for a chat or a mail. */
final class TodayTextHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    TodayTextHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text(TodayPage.of(context, parts)));
    }

    private static String text(TodayPage page) {
        List<String> lines = new ArrayList<>();
        lines.add("%s, times in %s"
                .formatted(page.frame().clock().at().text(), page.frame().zone()));
        lines.add(page.verdict().sentence());
        if (!page.verdict().more().isEmpty()) {
            lines.add(page.verdict().more());
        }
        page.verdict()
                .sites()
                .forEach(site -> lines.add(
                        "%s: %s %s".formatted(site.name(), site.state().word(), site.words())));
        if (page.needs().count() > 0) {
            lines.add("");
            lines.add("Needs you (%d)".formatted(page.needs().count()));
            page.needs()
                    .rows()
                    .forEach(need -> lines.add("- %s: %s%s. %s"
                            .formatted(
                                    need.what().word(),
                                    need.where().isEmpty() ? "" : need.where() + ", ",
                                    need.about(),
                                    need.why())));
        }
        lines.add("");
        page.freshness().rows().forEach(row -> lines.add(line(row)));
        if (page.freshness().left() > 0) {
            lines.add("and %d more".formatted(page.freshness().left()));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(PlainLine.of(line).stripTrailing()).append('\n'));
        return text.toString();
    }

    private static String line(FreshRow row) {
        String behind = row.behind().isEmpty() ? "" : ", behind by %s (%s)".formatted(row.behind(), row.target());
        String upTo = row.completeUpTo() == null
                ? ""
                : ", complete up to " + row.completeUpTo().text();
        String waiting = row.waitingNote().startsWith("at ")
                ? ", %s waiting %s".formatted(row.waiting(), row.waitingNote())
                : "";
        return "%s %s: %s%s%s%s, next %s"
                .formatted(row.site(), row.title(), row.state().word(), behind, upTo, waiting, row.next());
    }
}
