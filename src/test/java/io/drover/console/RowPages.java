package io.drover.console;

import static io.drover.KeptRows.inserted;
import static io.drover.KeptRows.refused;
import static io.drover.KeptRows.removed;
import static io.drover.KeptRows.updated;
import static io.drover.KeptRows.values;

import io.drover.Installation;
import io.drover.KeptRows;
import io.drover.run.Run;
import io.drover.send.HeldKey;
import io.drover.send.Mode;
import io.drover.send.RunRow;
import io.drover.send.Why;
import io.drover.send.WhyStep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pages about rows with everything on them that there can be. */
final class RowPages {

    private static final String TABLE = "public.console_row";
    private static final String LONG = "a description of many words that goes on and on ".repeat(5);

    private RowPages() {}

    /** Addresses by name. */
    static Map<String, String> of(Installation drover) {
        drover.web().sql("delete from public.console_row").update();
        Run sent = drover.send(drover.live(), "console-quick", Mode.ALL);
        KeptRows.inTarget(drover, sent, rows());
        Run preview = drover.ended(drover.live()
                .runs()
                .preview("console-quick", Mode.CHANGED, "test", false)
                .run());
        KeptRows.inControl(drover, preview, rows());
        ConsoleTasks.inControl(drover, control -> {
            control.sql("update drover.task_run set inserted = 6, updated = 311, refused = 1 where run = ?")
                    .param(preview.run())
                    .update();
            control.sql("""
                    insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, status, ended_at, result, read)
                    values ('LIVE', 'console-slow', 'Stock Count', 'Counting', 'ALL', 'ad-hoc', 'test', 'ENDED', now(), 'OK', 9000000)
                    """).update();
        });
        Run guarded = drover.send(drover.live(), "console-quick", Mode.CHANGED);
        ConsoleTasks.inControl(
                drover,
                control -> control.sql(
                                "update drover.task_run set result = 'Failed', message = 'The guard stopped it: 1742 of 9000 rows of web.product would be removed', guard_removals = 1742 where run = ?")
                        .param(guarded.run())
                        .update());
        HeldKey row = new HeldKey(TABLE, "code=HELD-" + sent.run());
        drover.live()
                .heldRows()
                .hold(
                        "console-quick",
                        row.table(),
                        row.key(),
                        Instant.now().plus(Duration.ofDays(3)),
                        "operator",
                        "wrong currency, asked purchasing");
        ConsoleTasks.answerWhy(drover, RowPages::answer);
        Map<String, String> pages = new LinkedHashMap<>();
        String task = "/sites/LIVE/tasks/console-quick";
        pages.put("task", task);
        pages.put("why", task + "/why?key=code%3DA");
        pages.put("why-asking", task + "/why");
        pages.put("run-rows", "/runs/" + sent.run());
        pages.put("run-preview", "/runs/" + preview.run());
        pages.put("run-undo", "/runs/%d/undo".formatted(sent.run()));
        pages.put("run-guarded", "/runs/" + guarded.run());
        pages.put("run-confirm", "/runs/%d/confirm".formatted(guarded.run()));
        pages.put("hold", task + "/hold?key=code%3DD");
        return pages;
    }

    private static Stream<RunRow> rows() {
        Stream<RunRow> first = Stream.of(
                updated(
                        TABLE,
                        "code=22-0910",
                        values("price", "129.00", "name", null),
                        values("price", "12.90", "name", "Drill press 13 mm"),
                        "price falls by half"),
                refused(TABLE, "code=40-1187", "currency", "the source has none, and the shop's may not be empty"),
                inserted(
                        TABLE,
                        "code=55-0001",
                        values("code", "55-0001", "name", "Work light LED", "price", "64.00", "a", "", "b", null)),
                removed("public.other", "code=\"A, B\", region=VIC", values("note", LONG)),
                updated(TABLE, "code=" + "X".repeat(60), values("name", LONG), values("name", "short")));
        return Stream.concat(
                first,
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                updated(TABLE, "code=31-" + i, values("price", "9.95"), values("price", "10.45"))));
    }

    private static Why answer(String task, String key) {
        Map<String, String> source = values("code", "A", "price", "31.50", "currency", null, "name", LONG);
        Map<String, String> shop = values("code", "A", "price", "29.90", "currency", "AUD", "name", LONG);
        return new Why(
                task,
                key,
                List.of(
                        new WhyStep(
                                TABLE,
                                source,
                                source,
                                false,
                                Instant.parse("2026-11-22T04:19:00Z"),
                                LocalDateTime.parse("2026-11-22T04:18:00"),
                                shop,
                                List.of("price", "currency"),
                                null,
                                "currency: the source has none, and the shop's may not be empty"),
                        new WhyStep("public.other", null, null, false, null, null, null, List.of(), null, null)));
    }
}
