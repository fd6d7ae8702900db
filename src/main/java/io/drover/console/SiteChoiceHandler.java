package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Leads to the site chosen in the Sites drop-down, or to the first one. */
final class SiteChoiceHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteChoiceHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        List<String> chosen = context.queryParam("site");
        String site = chosen.isEmpty() ? first() : chosen.get(0);
        parts.pages().go(context, Links.site(site));
    }

    private String first() {
        return parts.sites().all().stream()
                .map(Site::name)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no site; application.properties names none"));
    }
}
