package io.drover.schedule;

import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code schedule}. Thread-safe; within a transaction of the caller, its methods belong to it. */
public final class ScheduleStore {

    private final ControlDatabase control;
    private final JdbcClient client;

    public ScheduleStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    /**
     * Writes down the default schedules of a site's route files. A schedule keeps its number and comments when its file
     * changes, and an edit stands until it is reset; one whose task or words are gone is kept, but {@link #list} no longer
     * shows it.
     *
     * @param unreadable tasks that are there, but not as their files have them
     * @param now a default that is new or changed, and any schedule that comes back, is due from here on
     */
    public void sync(String site, Collection<Task> tasks, Collection<String> unreadable, Instant now) {
        control.inTransaction(() -> {
            for (Task task : tasks) {
                task.schedules().forEach((mode, words) -> sync(site, task.name(), mode, words, now));
            }
            markGone(site, list(site, tasks), unreadable, now);
            return tasks.size();
        });
    }

    /** What would have been due while there was no such schedule is not missed. */
    private void markGone(String site, List<Schedule> there, Collection<String> unreadable, Instant now) {
        client.sql("""
                update drover.schedule
                   set gone = not gone, version = version + 1,
                       rung_until = case when gone then greatest(rung_until, :now) else rung_until end
                 where site = :site and gone = (schedule_id = any(:there)) and task <> all(:unreadable)
                """)
                .param("site", site)
                .param("unreadable", unreadable.toArray(String[]::new))
                .param("there", there.stream().map(Schedule::id).toArray(Integer[]::new))
                .param("now", Timestamp.from(now))
                .update();
    }

    private void sync(String site, String task, Mode mode, String words, Instant now) {
        client.sql("""
                insert into drover.schedule as s (site, task, mode, words, rung_until)
                values (:site, :task, :mode, :words, :now)
                on conflict (site, task, mode) where not added do update
                   set words = excluded.words, version = s.version + 1,
                       rung_until = case when s.changed_by is null then greatest(s.rung_until, excluded.rung_until)
                                         else s.rung_until end
                 where s.words <> excluded.words
                """)
                .param("site", site)
                .param("task", task)
                .param("mode", mode.name())
                .param("words", words)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** The schedules of those tasks, by number. Words that do not parse are left out: they are a fault of their file. */
    public List<Schedule> list(String site, Collection<Task> tasks) {
        return list(Map.of(site, tasks));
    }

    /** Those of many sites, asked for together. */
    public List<Schedule> list(Map<String, ? extends Collection<Task>> tasksOfSites) {
        Map<String, Map<String, Task>> tasks = new HashMap<>();
        tasksOfSites.forEach((site, all) ->
                tasks.put(site, all.stream().collect(Collectors.toMap(Task::name, Function.identity()))));
        List<Schedule> all = client
                .sql("""
                        select s.*,
                               s.node is null or exists (select from drover.live_node n where n.node = s.node) as node_lives
                          from drover.schedule s
                         where s.site = any(?)
                         order by s.schedule_id
                        """)
                .param(tasks.keySet().toArray(String[]::new))
                .query((result, row) -> {
                    Map<String, Task> ofSite = tasks.getOrDefault(result.getString("site"), Map.of());
                    return ScheduleColumns.schedule(result, ofSite.get(result.getString("task")));
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        Map<String, List<Schedule>> ofSites = all.stream().collect(Collectors.groupingBy(Schedule::site));
        Map<String, ChainGraph> graphs = new HashMap<>();
        ofSites.forEach((site, of) -> graphs.put(
                site, ChainGraph.of(tasks.getOrDefault(site, Map.of()).values(), of)));
        return all.stream()
                .map(schedule ->
                        Objects.requireNonNull(graphs.get(schedule.site())).judged(schedule))
                .toList();
    }

    /** The site of a schedule; empty when no schedule has this number. */
    public Optional<String> siteOf(long schedule) {
        return client.sql("select site from drover.schedule where schedule_id = ?")
                .param(schedule)
                .query(String.class)
                .optional();
    }

    /** Adds a schedule that no route file defines, due from now on. */
    public int add(String site, String task, Mode mode, ScheduleEdit edit, String by, Instant now) {
        return client.sql("""
                insert into drover.schedule
                       (site, task, mode, words, enabled, comments, node, added, changed_by, changed_at, rung_until)
                values (:site, :task, :mode, :words, :enabled, :comments, :node, true, :by, now(), :now)
                returning schedule_id
                """)
                .param("site", site)
                .param("task", task)
                .param("mode", mode.name())
                .param("words", edit.words())
                .param("enabled", edit.enabled())
                .param("comments", edit.comments())
                .param("node", edit.node())
                .param("by", by)
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .single();
    }

    /**
     * Edits a schedule; of a default of a route file this is an override. It is due from now on.
     *
     * @param seen the schedule as the editor saw it
     * @return false when somebody else edited it since
     */
    public boolean edit(Schedule seen, ScheduleEdit edit, String by, @Nullable String reason, Instant now) {
        return client.sql("""
                update drover.schedule
                   set words = case when added then :words else words end,
                       override_words = case when added then null else :words end,
                       file_words_then = :fileWords, enabled = :enabled, comments = :comments, node = :node,
                       changed_by = :by, changed_at = now(), reason = :reason, version = version + 1,
                       rung_until = greatest(rung_until, :now)
                 where schedule_id = :id and version = :version
                """)
                        .param("words", edit.words())
                        .param("fileWords", seen.fileWords())
                        .param("enabled", edit.enabled())
                        .param("comments", edit.comments())
                        .param("node", edit.node())
                        .param("by", by)
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .param("id", seen.id())
                        .param("version", seen.version())
                        .update()
                == 1;
    }

    /** Writes the note only: this is no override. */
    public boolean comment(Schedule seen, String comments) {
        return client.sql("""
                update drover.schedule set comments = ?, version = version + 1 where schedule_id = ? and version = ?
                """).params(comments, seen.id(), seen.version()).update() == 1;
    }

    /** Takes an override back: the schedule is again as its route file has it. The note stays. */
    public boolean reset(Schedule seen, Instant now) {
        return client.sql("""
                update drover.schedule
                   set override_words = null, file_words_then = null, enabled = true, node = null, changed_by = null,
                       changed_at = null, reason = null, version = version + 1, rung_until = greatest(rung_until, :now)
                 where schedule_id = :id and version = :version
                """)
                        .param("now", Timestamp.from(now))
                        .param("id", seen.id())
                        .param("version", seen.version())
                        .update()
                == 1;
    }

    /** Deletes a schedule that was added; its runs stay. */
    public boolean delete(Schedule seen) {
        return client.sql("delete from drover.schedule where schedule_id = ? and version = ? and added")
                        .params(seen.id(), seen.version())
                        .update()
                == 1;
    }

    /**
     * Notes that a due instant is dealt with. Of many nodes that see the same one, one is told true.
     *
     * @param gap to the due instant after it: when what was rung last lies so far ahead, the clock was set back
     */
    boolean markRung(int schedule, Instant due, Duration gap) {
        return client.sql("""
                update drover.schedule set rung_until = :due
                 where schedule_id = :id and (rung_until < :due or rung_until >= :again)
                """)
                        .param("id", schedule)
                        .param("due", Timestamp.from(due))
                        .param("again", Timestamp.from(due.plus(gap)))
                        .update()
                == 1;
    }

    /** Does the work if the due instant is not dealt with yet, both in one transaction. */
    boolean rung(int schedule, Instant due, Duration gap, Runnable work) {
        return Objects.requireNonNull(control.inTransaction(() -> {
            boolean isFirst = markRung(schedule, due, gap);
            if (isFirst) {
                work.run();
            }
            return isFirst;
        }));
    }
}
