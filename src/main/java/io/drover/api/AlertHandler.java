package io.drover.api;

import io.drover.alert.Alerts;
import io.drover.alert.Delivery;
import io.drover.alert.Incident;
import io.drover.alert.Way;
import io.drover.config.DroverException;
import io.drover.http.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Alerts: what people were told of, and a test of the ways to reach them. */
final class AlertHandler {

    private final Alerts alerts;

    AlertHandler(Alerts alerts) {
        this.alerts = alerts;
    }

    Answer list(ApiRequest request) {
        return Answer.ok(new JsonObject()
                .put("ways", ways())
                .put("open", incidents(alerts.open()))
                .put("over", incidents(alerts.over()))
                .put("messages", messages()));
    }

    Answer test(ApiRequest request) {
        try {
            alerts.test(request.by());
        } catch (DroverException e) {
            throw new Problem(409, String.valueOf(e.getMessage())).exception();
        }
        return Answer.accepted(new JsonObject().put("ways", ways()));
    }

    private JsonArray ways() {
        JsonArray ways = new JsonArray();
        alerts.ways().stream().map(Way::word).forEach(ways::add);
        return ways;
    }

    private static JsonArray incidents(Iterable<Incident> incidents) {
        JsonArray list = new JsonArray();
        incidents.forEach(each -> list.add(new JsonObject()
                .put("incident", each.incident())
                .put("rule", each.rule().word())
                .put("site", each.site())
                .put("task", each.task())
                .put("about", each.about())
                .put("why", each.why())
                .put("openedAt", each.openedAt().toString())
                .put("closedAt", RunJson.text(each.closedAt()))));
        return list;
    }

    private JsonArray messages() {
        JsonArray list = new JsonArray();
        for (Delivery each : alerts.deliveries()) {
            list.add(new JsonObject()
                    .put("way", each.way().word())
                    .put("event", each.event())
                    .put("incident", each.incident())
                    .put("run", each.run())
                    .put("row", each.row())
                    .put("askedAt", each.askedAt().toString())
                    .put("sentAt", RunJson.text(each.sentAt()))
                    .put("attempts", each.attempts())
                    .put("problem", each.problem())
                    .put("givenUp", each.isGivenUp()));
        }
        return list;
    }
}
