package io.drover.console;

import io.drover.site.OutsideWindowException;
import io.drover.site.Site;
import io.vertx.ext.web.RoutingContext;

/**
 * The page that asks whether the window of a task is to be left aside (decision 8).
 *
 * @param text which times the schedules of the task leave
 * @param action where the same is asked for once more, forced
 */
public record WindowPage(PageFrame frame, String text, String action) {

    private static final String FORCE = "force";

    /** Whether this page has been answered. */
    static boolean isForced(RoutingContext context) {
        return ConsoleParts.asked(context, FORCE).equals("true");
    }

    /** Shows it in answer to what was refused. */
    static void show(RoutingContext context, Site site, OutsideWindowException refusal, ConsoleParts parts) {
        WindowPage page = new WindowPage(
                parts.frame("Outside its window", site.name()),
                refusal.reason(),
                context.request().path() + "?" + FORCE + "=true");
        parts.pages().show(context, 409, "window", page);
    }

    public String siteLink() {
        return Links.site(frame.site() == null ? "" : frame.site());
    }
}
