package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.send.Mode;
import io.drover.site.AuditEntry;
import io.drover.site.AuditFilter;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Scheduled Tasks in the browser: IB3, IB4, IB6, IB7, IB10, IA5, IA7, IF2, IF12, PF2, PF6, with and without script, by mouse
 * and by keyboard.
 */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class ScheduleConsoleTest {

    private static final String ALL_SITES = "/scheduled-tasks";
    private static final String OF_LIVE = "/scheduled-tasks?site=LIVE";
    private static final String EVERY = "How many seconds, minutes or hours";

    private final Installation drover;

    ScheduleConsoleTest(Installation drover) {
        this.drover = drover;
    }

    @AfterEach
    void reset() {
        for (Site site : List.of(drover.live(), drover.stage())) {
            for (Schedule schedule : site.schedules().list()) {
                if (schedule.added() || schedule.isOverridden()) {
                    site.schedules().remove(schedule, "test");
                } else if (!schedule.comments().isEmpty()) {
                    ScheduleEdit plain = new ScheduleEdit(schedule.words(), true, "", null);
                    site.schedules().edit(schedule, plain, "test", "");
                }
            }
        }
    }

    @Test
    void IB3_IA5_the_columns_of_the_reference_system_come_first_and_say_what_the_API_says(Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.ALL);
        Page page = browser.open(drover, ALL_SITES);
        assertThat(page.locator("h1")).hasText("Scheduled Tasks");
        assertThat(page.locator("#schedules thead th")).hasText(new String[] {
            "Task ID ▲", "Task", "Last Run", "Next Run", "Comments", "Site", "Mode", "Schedule", "Status", "Edit"
        });
        for (Object each :
                new JsonArray(page.request().get("/api/v1/scheduled-tasks").text())) {
            JsonObject line = (JsonObject) each;
            Locator row = row(page, line.getInteger("id"));
            Locator cells = row.locator("td, th");
            assertThat(cells.nth(0)).hasText(line.getInteger("id").toString());
            assertThat(cells.nth(1)).containsText(line.getString("title"));
            assertThat(cells.nth(2))
                    .containsText(
                            line.getJsonObject("lastRun") == null
                                    ? "never"
                                    : line.getJsonObject("lastRun").getString("result"));
            if (line.getString("nextRun") == null) {
                assertThat(cells.nth(3)).containsText("stopped (would be");
            } else {
                String shown = cells.nth(3).locator("time").getAttribute("datetime");
                assertThat(OffsetDateTime.parse(shown).toInstant()).isEqualTo(Instant.parse(line.getString("nextRun")));
            }
            assertThat(cells.nth(4)).hasText("—");
            assertThat(cells.nth(5)).hasText(line.getString("site"));
            assertThat(cells.nth(6)).hasText(line.getString("mode").equals("ALL") ? "All" : "Changed");
            assertThat(cells.nth(7)).containsText(line.getString("schedule"));
        }
        assertThat(page.locator("#schedules")).containsText("STAGE is stopped since");
        assertThat(page.locator("main b")).hasCount(0);
    }

    @Test
    void IB4_a_comment_is_read_by_the_next_user_also_after_a_restart(Browser browser) throws InterruptedException {
        int id = quick(Mode.ALL).id();
        Page one = browser.open(drover, OF_LIVE);
        Page other = browser.open(drover, OF_LIVE);
        edit(one, id);
        one.getByLabel("Comments").fill("<b>ask</b> purchasing & sales");
        save(one);
        assertThat(one.getByRole(AriaRole.STATUS)).containsText("Task ID %d, Send All of".formatted(id));
        assertThat(row(other, id)).containsText("<b>ask</b> purchasing & sales");
        drover.restart(drover.live());
        other.navigate(ALL_SITES);
        assertThat(row(other, id)).containsText("<b>ask</b> purchasing & sales");
        assertThat(row(other, id)).not().containsText("Edited");
        assertThat(other.locator("main b")).hasCount(0);
    }

    @Test
    void IB6_IB7_a_task_is_selected_scheduled_and_deleted(Browser browser) {
        int before = drover.live().schedules().list().size();
        Page page = browser.open(drover, "/sites/LIVE");
        page.getByRole(AriaRole.LINK, named("Add Scheduled Task")).click();
        assertThat(page.locator("h1")).hasText("Select Task: LIVE");
        assertThat(page.getByRole(AriaRole.RADIO))
                .hasCount(drover.live().tasks().size());
        page.getByRole(AriaRole.LINK, named("Cancel")).click();
        assertThat(drover.live().schedules().list()).as("Cancel adds nothing").hasSize(before);

        press(page, "Add Scheduled Task");
        browser.expectRefusal(400);
        press(page, "Select");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Select a task first.");
        page.getByRole(AriaRole.RADIO, new GetByRoleOptions().setName(ConsoleTasks.QUICK))
                .check();
        press(page, "Select");
        assertThat(page.locator("h1")).hasText("Edit Task Schedule: " + ConsoleTasks.QUICK);

        page.getByLabel("Send All").check();
        choose(page, "days");
        page.getByLabel("How many days").fill("0");
        page.getByLabel("Comments").fill("for stocktake");
        save(page);
        assertThat(page.locator("#everyDays-problem")).hasText("'0' where 1 to 366 days should be.");
        assertThat(page.getByLabel("How many days")).isFocused();
        assertThat(page.getByLabel("How many days")).hasValue("0");
        assertThat(page.getByLabel("Comments")).hasValue("for stocktake");
        assertThat(drover.live().schedules().list()).as("nothing is stored").hasSize(before);

        page.getByLabel("How many days").fill("3");
        page.getByLabel("Time of day").fill("01:00");
        page.getByLabel("Start date").fill("2030-01-05");
        save(page);
        assertThat(page.getByRole(AriaRole.STATUS))
                .containsText(
                        "was added: every 3 days at 01:00 from 2030-01-05 00:00. Next run: Sat 5 Jan 2030 01:00.");
        Schedule added = drover.live().schedules().list().get(before);
        assertThat(row(page, added.id())).containsText("Sat 5 Jan 2030 01:00");
        assertThat(row(page, added.id())).containsText("for stocktake");
        assertThat(row(page, added.id())).containsText("Added");
        assertThat(lastAct(drover.live())).isEqualTo("Add Scheduled Task");

        edit(page, added.id());
        page.getByRole(AriaRole.LINK, named("Delete…")).click();
        press(page, "Delete");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Task ID %d is no longer scheduled.".formatted(added.id()));
        assertThat(drover.live().schedules().list()).hasSize(before);
        assertThat(lastAct(drover.live())).isEqualTo("Delete Scheduled Task");
    }

    @Test
    void IB10_IA7_an_edit_has_its_badge_and_its_reason_until_it_is_reset_to_the_file(Browser browser) {
        Schedule file = quick(Mode.CHANGED);
        Page page = browser.open(drover, "/sites/LIVE/tasks/console-quick");
        page.getByRole(AriaRole.LINK, named("Edit Task Schedule " + file.id())).click();
        choose(page, "interval");
        page.getByLabel(EVERY).fill("45");
        page.getByLabel("Start date").fill("2030-01-05");
        browser.expectRefusal(400);
        save(page);
        assertThat(page.locator("#reason-problem")).containsText("An edit of a schedule needs a reason");
        assertThat(page.getByLabel(EVERY)).hasValue("45");
        assertThat(quick(Mode.CHANGED).words()).isEqualTo(file.words());
        page.getByLabel("Reason").fill("month <i>end</i>");
        save(page);

        Locator row = row(page, file.id());
        assertThat(row).containsText("every 45 minutes from 2030-01-05 00:00");
        assertThat(row).containsText("Edited");
        assertThat(row).containsText("by operator");
        assertThat(row.locator("q")).hasText("month <i>end</i>");
        assertThat(row).containsText("The file says " + file.words());
        AuditEntry entry =
                drover.server().sites().audit().list(AuditFilter.of("LIVE", 1)).get(0);
        assertThat(entry.act().what()).isEqualTo("Edit Task Schedule");
        assertThat(entry.act().reason()).isEqualTo("month <i>end</i>");
        ConsoleTasks.inControl(
                drover,
                control -> control.sql(
                                "update drover.schedule set file_words_then = 'every MON at 05:00' where schedule_id = ?")
                        .param(file.id())
                        .update());
        page.reload();
        assertThat(row)
                .containsText("The file was edited since: it said every MON at 05:00 then, it says %s now"
                        .formatted(file.words()));
        page.navigate("/scheduled-tasks?show=file-changed");
        assertThat(page.locator("#schedules tbody tr")).hasCount(1);

        edit(page, file.id());
        page.getByRole(AriaRole.LINK, named("Reset to file…")).click();
        assertThat(page.locator("main")).containsText("Then: as its file says, " + file.words());
        press(page, "Reset to file");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("is as its file says");
        assertThat(quick(Mode.CHANGED).isOverridden()).isFalse();
        assertThat(lastAct(drover.live())).isEqualTo("Reset to File");
    }

    @Test
    void PF2_IF2_a_schedule_is_switched_off_and_on_for_a_reason(Browser browser) {
        int id = quick(Mode.CHANGED).id();
        Page page = browser.open(drover, OF_LIVE);
        page.getByRole(AriaRole.LINK, named("Switch off… %d: %s".formatted(id, ConsoleTasks.QUICK)))
                .click();
        browser.expectRefusal(400);
        press(page, "Switch off");
        assertThat(page.locator("#reason-problem")).containsText("needs a reason");
        page.getByLabel("Reason").fill("stocktake");
        press(page, "Switch off");
        assertThat(row(page, id)).containsText("disabled");
        assertThat(row(page, id).locator(".chip").last()).hasText("Off");
        assertThat(quick(Mode.CHANGED).enabled()).isFalse();
        page.getByLabel("Show").selectOption("off");
        press(page, "Show");
        assertThat(page.locator("#schedules tbody tr")).hasCount(1);
        page.getByRole(AriaRole.LINK, named("Switch on… %d: %s".formatted(id, ConsoleTasks.QUICK)))
                .click();
        page.getByLabel("Reason").fill("stocktake is over");
        press(page, "Switch on");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("is switched on");
        assertThat(quick(Mode.CHANGED).enabled()).isTrue();
    }

    @Test
    void PF5_what_is_asked_outside_the_window_is_asked_for_only_after_a_question(Browser browser) {
        LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        String window = "between %s and %s".formatted(now.plusHours(2), now.plusHours(3));
        ScheduleEdit edit = new ScheduleEdit("every 5 minutes %s in UTC".formatted(window), true, "", null);
        drover.live().schedules().edit(quick(Mode.CHANGED), edit, "operator", "the backup of the ERP");
        Page page = browser.open(drover, "/sites/LIVE/tasks/console-quick");
        browser.expectRefusal(409);
        page.locator("#send-changed").click();
        assertThat(page.locator("h1")).hasText("Outside its window");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("is allowed " + window + " only");
        page.getByRole(AriaRole.LINK, named("Cancel")).click();
        assertThat(page.locator("h1")).containsText("LIVE");

        page.navigate("/sites/LIVE/tasks/console-quick");
        page.locator("#preview-changed").click();
        press(page, "Ask for it all the same");
        assertThat(page.locator("#run-head .chip")).hasText("OK");
        page.locator("#run-again").click();
        press(page, "Ask for it all the same");
        assertThat(page.locator("#run-head .chip")).hasText("OK");
        page.navigate("/sites/LIVE/tasks/console-quick");
        page.locator("#send-changed").click();
        press(page, "Ask for it all the same");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("was asked for");
    }

    @Test
    void PF6_a_stopped_site_promises_no_next_run_on_a_page_that_is_open(Browser browser) throws InterruptedException {
        Page page = browser.open(drover, "/scheduled-tasks?site=STAGE");
        assertThat(page.locator("#schedules")).containsText("STAGE is stopped since");
        assertThat(page.locator("#schedules")).containsText("stopped (would be");
        drover.bring(drover.stage(), SiteState.RUNNING);
        assertThat(page.locator("#schedules")).not().containsText("stopped");
    }

    @Test
    void IB7_IF12_what_a_schedule_will_do_is_told_while_it_is_typed(Browser browser) {
        drover.live()
                .schedules()
                .add(
                        "system-table",
                        Mode.ALL,
                        new ScheduleEdit("every day at 02:30 in Australia/Melbourne", true, "", null),
                        "test");
        Page page = browser.open(drover, "/scheduled-tasks/add?site=LIVE&task=console-quick");
        Locator told = page.locator("#foreseen");
        assertThat(told).containsText("Every 15 minutes.");
        assertThat(told.locator("li time")).hasCount(5);
        choose(page, "weekly");
        page.getByLabel("Time of day").fill("02:30");
        page.getByLabel("Time zone").fill("Australia/Melbourne");
        assertThat(told).containsText("Every day at 02:30 in Australia/Melbourne.");
        assertThat(told).containsText("Next, in Australia/Melbourne");
        assertThat(told).containsText("System Table (Task ID");
        assertThat(told).containsText("is due in the same minute each time");
        assertThat(told).containsText("02:30 comes twice; due the first time only");
        assertThat(told).containsText("02:30 is left out; due at 03:00 instead");
        page.getByLabel("Time zone").fill("Australia/Melborne");
        assertThat(told).containsText("Not a schedule yet");
        assertThat(told).containsText("did you mean Australia/Melbourne?");
        choose(page, "demand");
        page.getByLabel("Time zone").fill("");
        assertThat(told).containsText("On demand.");
        page.getByLabel("Switched on").uncheck();
        assertThat(told).containsText("It is switched off");
    }

    @Test
    void IB7_a_schedule_is_typed_in_the_words_of_a_route_file(Browser browser) {
        Schedule file = quick(Mode.CHANGED);
        Page page = browser.open(drover, OF_LIVE);
        edit(page, file.id());
        assertThat(page.getByLabel("The schedule in words")).hasValue(file.words());
        choose(page, "words");
        page.getByLabel("The schedule in words").fill("every 20 minutes between 06:00 and 25:00");
        page.getByLabel("Reason").fill("month end");
        assertThat(page.locator("#foreseen")).containsText("'25:00' where a time such as 06:00 should be");
        browser.expectRefusal(400);
        save(page);
        assertThat(page.locator("#words-problem"))
                .containsText("Character 36: '25:00' where a time such as 06:00 should be");
        page.getByLabel("The schedule in words").fill("every 20 minutes between 06:00 and 20:00");
        save(page);
        assertThat(row(page, file.id())).containsText("every 20 minutes between 06:00 and 20:00");
        edit(page, file.id());
        assertThat(page.getByLabel("Between")).hasValue("06:00");
    }

    @Test
    void S33_two_who_edit_the_same_schedule_do_not_overwrite_each_other_unseen(Browser browser) {
        int id = quick(Mode.ALL).id();
        Page one = browser.open(drover, "/scheduled-tasks/" + id);
        Page other = browser.open(drover, "/scheduled-tasks/" + id);
        for (Page page : List.of(one, other)) {
            choose(page, "once");
            page.getByLabel("Start date").fill(page == one ? "2031-01-01" : "2032-02-02");
            page.getByLabel("Start time").fill("10:00");
            page.getByLabel("Reason").fill("stocktake");
        }
        save(one);
        assertThat(one.getByRole(AriaRole.STATUS)).containsText("once at 2031-01-01 10:00");
        browser.expectRefusal(409);
        save(other);
        assertThat(other.getByRole(AriaRole.STATUS)).containsText("was changed by operator since you read it");
        assertThat(other.getByLabel("Start date")).hasValue("2032-02-02");
        assertThat(quick(Mode.ALL).words()).isEqualTo("once at 2031-01-01 10:00");
        save(other);
        assertThat(other.getByRole(AriaRole.STATUS)).containsText("once at 2032-02-02 10:00");
    }

    @Test
    void IB3_the_table_is_searched_narrowed_and_sorted_by_its_address(Browser browser) {
        Page page = browser.open(drover, ALL_SITES);
        Locator rows = page.locator("#schedules tbody tr");
        assertThat(rows).hasCount(6);
        page.getByLabel("Find").fill("stock COUNT");
        press(page, "Show");
        assertThat(rows).hasCount(2);
        page.getByRole(AriaRole.SEARCH).getByLabel("Site").selectOption("LIVE");
        press(page, "Show");
        assertThat(rows).hasCount(1);
        assertThat(page.getByLabel("Find")).hasValue("stock COUNT");
        page.getByLabel("Find").fill("no such thing");
        press(page, "Show");
        assertThat(page.locator("#schedules")).containsText("No scheduled task is like that.");
        page.getByRole(AriaRole.LINK, named("Show all")).click();

        for (String column :
                List.of("Task", "Last Run", "Next Run", "Comments", "Site", "Mode", "Schedule", "Status")) {
            page.locator("thead")
                    .getByRole(
                            AriaRole.LINK,
                            new Locator.GetByRoleOptions().setName(column).setExact(true))
                    .click();
            assertThat(page.locator("th[aria-sort=ascending]")).containsText(column);
            assertThat(rows).hasCount(6);
        }
        page.locator("#sort-site").click();
        assertThat(rows.first()).containsText("LIVE");
        page.locator("#sort-site").click();
        assertThat(page.locator("th[aria-sort=descending]")).containsText("Site");
        assertThat(rows.first()).containsText("STAGE");
    }

    @Test
    void IB6_IB7_IB10_everything_works_without_script(Browser browser) {
        int before = drover.live().schedules().list().size();
        Page page = browser.openWithoutScript(drover, OF_LIVE);
        press(page, "Add Scheduled Task");
        page.getByRole(AriaRole.RADIO, new GetByRoleOptions().setName(ConsoleTasks.QUICK))
                .check();
        press(page, "Select");
        choose(page, "weekly");
        page.getByLabel("Time of day").fill("02:30");
        page.getByLabel("Time zone").fill("Europe/Berlin");
        press(page, "Check");
        assertThat(page.locator("#foreseen")).containsText("Every day at 02:30 in Europe/Berlin.");
        assertThat(drover.live().schedules().list()).as("Check stores nothing").hasSize(before);
        page.locator("input[value=MON]").uncheck();
        save(page);
        int id = drover.live().schedules().list().get(before).id();
        assertThat(row(page, id)).containsText("every TUE,WED,THU,FRI,SAT,SUN at 02:30 in Europe/Berlin");
        page.getByRole(AriaRole.LINK, named("Switch off… %d: %s".formatted(id, ConsoleTasks.QUICK)))
                .click();
        page.getByLabel("Reason").fill("stocktake");
        press(page, "Switch off");
        edit(page, id);
        assertThat(page.locator("input[value=MON]")).not().isChecked();
        page.getByLabel("Switched on").check();
        page.getByLabel("Except").fill("2030-12-24 to 2030-12-26\nSAT,SUN");
        page.getByLabel("Reason").fill("over");
        save(page);
        assertThat(row(page, id)).containsText("except 2030-12-24 to 2030-12-26 except SAT,SUN");
        edit(page, id);
        page.getByRole(AriaRole.LINK, named("Delete…")).click();
        press(page, "Delete");
        assertThat(drover.live().schedules().list()).hasSize(before);
    }

    @Test
    void IB10_a_schedule_is_edited_by_keyboard_alone(Browser browser) {
        Schedule schedule = quick(Mode.CHANGED);
        Page page = browser.open(drover, OF_LIVE);
        tabTo(page, page.locator("#edit-" + schedule.id()));
        page.keyboard().press("Enter");
        tabTo(page, page.getByRole(AriaRole.RADIO, named("on")));
        page.keyboard().press("ArrowUp");
        assertThat(page.getByRole(AriaRole.RADIO, named("every")).first()).isChecked();
        page.keyboard().press("Tab");
        assertThat(page.getByLabel(EVERY)).isFocused();
        page.keyboard().press("Control+a");
        page.keyboard().type("6");
        page.keyboard().press("Tab");
        page.keyboard().press("h");
        tabTo(page, page.getByLabel("Start date"));
        page.keyboard().type("2030-01-05");
        tabTo(page, page.getByLabel("Reason"));
        page.keyboard().type("by keys");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("is saved: every 6 hours from 2030-01-05 00:00");
    }

    @Test
    void a_schedule_that_is_not_there_is_not_found(Browser browser) {
        browser.expectRefusal(404);
        Page page = browser.open(drover, "/scheduled-tasks/999999");
        assertThat(page.locator("main")).containsText("There is no scheduled task '999999'.");
        page.navigate("/scheduled-tasks?site=LIFE");
        assertThat(page.locator("main")).containsText("There is no site 'LIFE'.");
        page.navigate("/scheduled-tasks/add?site=LIVE&task=nothing");
        assertThat(page.locator("main")).containsText("Site LIVE has no task 'nothing'.");
    }

    private Schedule quick(Mode mode) {
        return drover.live().schedules().list().stream()
                .filter(each -> each.task().equals("console-quick") && each.mode() == mode && !each.added())
                .findFirst()
                .orElseThrow();
    }

    private String lastAct(Site site) {
        return drover.server()
                .sites()
                .audit()
                .list(AuditFilter.of(site.name(), 1))
                .get(0)
                .act()
                .what();
    }

    private static void edit(Page page, int id) {
        page.locator("#edit-" + id).click();
        assertThat(page.locator("h1")).containsText("Edit Task Schedule");
    }

    private static void choose(Page page, String frequency) {
        page.locator("input[name=frequency][value=%s]".formatted(frequency)).check();
    }

    private static void save(Page page) {
        press(page, "Save");
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private static Locator row(Page page, int id) {
        return page.locator("#schedules tbody tr").filter(new FilterOptions().setHas(page.locator("#id-" + id)));
    }

    private static void tabTo(Page page, Locator wanted) {
        assertThat(wanted).isVisible();
        for (int presses = 0; presses < 60; presses++) {
            page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        assertThat(wanted).isFocused();
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
