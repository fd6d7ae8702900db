package io.drover.api;

import io.drover.http.Problem;
import io.drover.run.LogLine;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.run.RunHistory;
import io.drover.send.Purpose;
import io.drover.site.ResultDeletion;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.drover.task.RunAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Runs, from request to result, with their logs. */
final class RunHandler {

    private static final int USUAL_RUNS = 100;
    private static final int USUAL_LINES = 500;
    private static final int MOST = 1000;

    private final KnownSites sites;
    private final RunHistory runs;
    private final ResultDeletion results;

    RunHandler(Sites sites, RunHistory runs) {
        this.sites = new KnownSites(sites);
        this.results = sites.results();
        this.runs = runs;
    }

    /** Newest first. */
    Answer list(ApiRequest request) {
        RunFilter filter = filter(request, request.queryNumber("limit", 1, MOST, USUAL_RUNS));
        JsonArray list = new JsonArray();
        runs.list(filter).forEach(run -> list.add(RunJson.of(run)));
        return Answer.ok(list);
    }

    /** Newest first, all that there are. */
    Answer csv(ApiRequest request) {
        RunFilter filter = filter(request, RunHistory.MAX_LIMIT);
        // Asked before the response begins, so that what is wrong is told in words.
        List<Run> first = runs.list(filter);
        return Answer.file("text/csv; charset=utf-8; header=present", "results.csv", out -> {
            RunCsv.writeHead(out);
            for (List<Run> part = first;
                    !part.isEmpty();
                    part = runs.list(filter.olderThan(part.get(part.size() - 1).run()))) {
                for (Run run : part) {
                    RunCsv.write(out, run);
                }
            }
        });
    }

    private RunFilter filter(ApiRequest request, int limit) {
        return new RunFilter(
                request.query("site", sites::named).map(Site::name).orElse(null),
                request.query("task").orElse(null),
                request.query("purpose", RunHandler::purpose).orElse(null),
                request.query("result", Result::of).orElse(null),
                request.queryInstant("from").orElse(null),
                request.queryInstant("to").orElse(null),
                request.queryKey("before").orElse(null),
                limit);
    }

    Answer find(ApiRequest request) {
        return Answer.ok(RunJson.of(run(request)));
    }

    /** One result. */
    Answer delete(ApiRequest request) {
        Run run = run(request);
        if (!results.delete(run, request.by())) {
            throw new Problem(409, ResultDeletion.whyStays(run.run())).exception();
        }
        return Answer.ok(new JsonObject().put("deleted", 1));
    }

    /** Those that a list shows. */
    Answer deleteAll(ApiRequest request) {
        RunFilter filter = filter(request, RunHistory.MAX_LIMIT);
        if (filter.before() == null) {
            // Nobody has seen all that there may be.
            throw ApiRequest.missing("before");
        }
        long deleted = results.deleteSome(filter, request.by());
        return Answer.ok(new JsonObject().put("deleted", deleted).put("more", deleted >= ResultDeletion.MOST));
    }

    Answer again(ApiRequest request) {
        Run run = run(request);
        return Answer.accepted(json(site(run).runs().again(run, request.by(), request.queryFlag("force"))));
    }

    Answer confirm(ApiRequest request) {
        Run run = run(request);
        return Answer.accepted(
                json(site(run).runs().confirm(run, request.by(), request.field("reason"), request.queryFlag("force"))));
    }

    Answer undo(ApiRequest request) {
        Run run = run(request);
        return Answer.accepted(json(site(run).runs().undo(run, request.by(), request.field("reason"))));
    }

    static JsonObject json(RunAnswer answer) {
        return new JsonObject().put("run", answer.run()).put("coalesced", answer.coalesced());
    }

    private Site site(Run run) {
        return sites.sites()
                .find(run.site())
                .orElseThrow(() ->
                        new Problem(409, "Site %s is no longer among the settings".formatted(run.site())).exception());
    }

    private static Purpose purpose(String word) {
        try {
            return Purpose.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'%s' is not one of %s".formatted(word, List.of(Purpose.values())), e);
        }
    }

    Answer log(ApiRequest request) {
        int after = request.queryNumber("after", 0, Integer.MAX_VALUE, 0);
        int limit = request.queryNumber("limit", 1, MOST, USUAL_LINES);
        List<LogLine> found = runs.log(run(request).run(), after, limit + 1);
        List<LogLine> shown = found.subList(0, Math.min(limit, found.size()));
        JsonArray lines = new JsonArray();
        shown.forEach(line -> lines.add(json(line)));
        boolean hasMore = found.size() > shown.size();
        return Answer.ok(new JsonObject()
                .put("lines", lines)
                .put("next", hasMore ? shown.get(shown.size() - 1).line() : null));
    }

    private Run run(ApiRequest request) {
        return runs.find(request.pathNumber("run"))
                .orElseThrow(() -> new Problem(404, "There is no run of this number").exception());
    }

    private static JsonObject json(LogLine line) {
        return new JsonObject()
                .put("line", line.line())
                .put("at", line.at().toString())
                .put("text", line.text());
    }
}
