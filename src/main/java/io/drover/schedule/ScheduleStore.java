package io.drover.schedule;

import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code schedule}. Thread-safe. */
public final class ScheduleStore {

    private final ControlDatabase control;
    private final JdbcClient client;

    public ScheduleStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    /**
     * Writes down the default schedules of a site's route files. A schedule keeps its number and comments when its file
     * changes; one whose task is gone is kept, but {@link #list} no longer shows it.
     */
    public void sync(String site, Collection<Task> tasks) {
        control.inTransaction(() -> {
            for (Task task : tasks) {
                task.schedules()
                        .forEach((mode, words) -> client.sql("""
                        insert into drover.schedule (site, task, mode, words) values (?, ?, ?, ?)
                        on conflict (site, task, mode) do update set words = excluded.words
                        """)
                                .params(site, task.name(), mode.name(), words)
                                .update());
            }
            return tasks.size();
        });
    }

    /** The schedules of those tasks, by number. Words that do not parse are left out: they are a fault of their file. */
    public List<Schedule> list(String site, Collection<Task> tasks) {
        return client
                .sql("select * from drover.schedule where site = ? order by schedule_id")
                .param(site)
                .query((result, row) -> new Stored(
                        result.getInt("schedule_id"),
                        result.getString("task"),
                        Mode.valueOf(result.getString("mode")),
                        result.getString("words"),
                        result.getString("comments")))
                .list()
                .stream()
                .filter(stored -> isDefinedBy(tasks, stored))
                .filter(stored -> TimetableWords.problem(stored.words()).isEmpty())
                .map(stored -> new Schedule(
                        stored.id(),
                        site,
                        stored.task(),
                        stored.mode(),
                        stored.words(),
                        TimetableWords.parse(stored.words()),
                        stored.comments()))
                .toList();
    }

    private record Stored(int id, String task, Mode mode, String words, String comments) {}

    private static boolean isDefinedBy(Collection<Task> tasks, Stored stored) {
        return tasks.stream()
                .anyMatch(task ->
                        task.name().equals(stored.task()) && task.schedules().containsKey(stored.mode()));
    }
}
