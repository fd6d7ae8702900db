package io.drover.console;

import io.drover.fresh.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of Needs you: what, why, and what to press.
 *
 * @param where the site; empty where it is about none
 */
public record NeedRow(Chip what, String about, String where, String why, List<Move> moves) {

    static NeedRow of(Need need) {
        return new NeedRow(
                new Chip(mark(need.kind()), need.what()),
                need.about(),
                need.where(),
                Moments.sentence(need.why()),
                moves(need));
    }

    private static Mark mark(Need.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> Mark.UNSURE;
            case FAILED, ROUTE, NODE -> Mark.BAD;
            case GUARD, PENDING -> Mark.HELD_BACK;
            case MISSED, LATE, REFUSED -> Mark.CARE;
            case STOPPED -> Mark.OFF;
        };
    }

    private static List<Move> moves(Need need) {
        String id = "need-%s-%s"
                .formatted(need.kind().name().toLowerCase(Locale.ROOT), String.join("-", names(need)))
                .replaceAll("[^A-Za-z0-9._-]", "-");
        String run = need.run() == null ? "" : Links.run(need.run());
        String site = need.site() == null ? "" : Links.site(need.site());
        String task = need.site() == null || need.task() == null ? site : Links.task(need.site(), need.task());
        return switch (need.kind()) {
            case FAILED ->
                List.of(
                        Move.page(id, "Look at the run", run, "primary"),
                        Move.post(id + "-again", "Run Again", run + "/again", ""));
            case GUARD ->
                List.of(
                        Move.page(id + "-look", "Look at the run", run, ""),
                        Move.page(id, "Confirm removal…", run + "/confirm", "danger"));
            case REFUSED -> List.of(Move.page(id, "Look at the rows", run + "?fate=refused#run-rows", "primary"));
            case MISSED, LATE, UNREACHABLE ->
                List.of(Move.page(id, need.task() == null ? "Open the site" : "Open the task", task, ""));
            case STOPPED -> List.of(Move.post(id, "Start Site", site + "/start", "primary"));
            case PENDING -> List.of(Move.page(id, "Start Site…", site, ""));
            case ROUTE -> List.of(Move.page(id, "Look at the routes", site + "/routes", ""));
            case NODE -> List.of(Move.page(id, "Look at the nodes", "/nodes", ""));
        };
    }

    private static List<String> names(Need need) {
        List<String> names = new ArrayList<>();
        if (need.site() != null) {
            names.add(need.site());
        }
        names.add(need.task() == null ? need.about() : need.task());
        return names;
    }
}
