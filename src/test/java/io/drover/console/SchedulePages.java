package io.drover.console;

import io.drover.Installation;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.send.Mode;
import io.drover.site.SiteSchedules;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pages about schedules with everything on them that there can be. */
final class SchedulePages {

    private static final String COMMENTS =
            "After PRICELOAD, which purchasing starts by hand; ask them before the stocktake & never on the last day";

    private SchedulePages() {}

    /** Addresses by name. */
    static Map<String, String> of(Installation drover) {
        SiteSchedules schedules = drover.live().schedules();
        Schedule edited = find(schedules, Mode.CHANGED);
        if (!edited.isOverridden()) {
            ScheduleEdit edit = new ScheduleEdit(
                    "every day at 02:30 except 2030-12-24 to 2030-12-26 in Australia/Melbourne catch up",
                    true,
                    COMMENTS,
                    "a-node-of-a-long-name.example:8080");
            schedules.edit(edited, edit, "operator", "the month end takes longer than usual");
            schedules.add("console-quick", Mode.ALL, new ScheduleEdit("every 45 minutes", false, "", null), "operator");
            schedules.add(
                    "system-table",
                    Mode.ALL,
                    new ScheduleEdit("every day at 02:30 in Australia/Melbourne", true, "", null),
                    "operator");
            ConsoleTasks.inControl(
                    drover,
                    control -> control.sql(
                                    "update drover.schedule set file_words_then = 'every MON at 05:00' where schedule_id = ?")
                            .param(edited.id())
                            .update());
        }
        Map<String, String> pages = new LinkedHashMap<>();
        String one = "/scheduled-tasks/" + edited.id();
        pages.put("scheduled-tasks", "/scheduled-tasks?sort=-next-run");
        pages.put("scheduled-tasks-none", "/scheduled-tasks?find=nothing");
        pages.put("scheduled-select", "/scheduled-tasks/select?site=LIVE");
        pages.put("scheduled-add", "/scheduled-tasks/add?site=LIVE&task=console-quick");
        pages.put("scheduled-edit", one);
        pages.put("scheduled-off", one + "/off");
        pages.put("scheduled-reset", one + "/reset");
        pages.put("scheduled-refused", one + "/delete");
        return pages;
    }

    /** Takes back what the pages needed. */
    static void leave(Installation drover) {
        SiteSchedules schedules = drover.live().schedules();
        schedules.list().stream()
                .filter(schedule -> schedule.added() || schedule.isOverridden())
                .forEach(schedule -> schedules.remove(schedule, "test"));
    }

    private static Schedule find(SiteSchedules schedules, Mode mode) {
        return schedules.list().stream()
                .filter(each -> each.task().equals("console-quick") && each.mode() == mode && !each.added())
                .findFirst()
                .orElseThrow();
    }
}
