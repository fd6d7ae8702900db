package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.run.RunProgress.Moment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code run_progress}: how far the runs of other nodes are. Thread-safe; each method is one statement. */
public final class ProgressStore {

    private final JdbcClient client;

    ProgressStore(ControlDatabase control) {
        this.client = control.client();
    }

    /** Tells the other nodes how far these runs are, and forgets runs that have ended. */
    public void tell(Collection<RunningRun> running) {
        List<RunningRun> runs = List.copyOf(running);
        List<Moment> moments =
                runs.stream().map(each -> each.progress().moment()).toList();
        client.sql("""
                with ended as (
                  delete from drover.run_progress p using drover.task_run r where r.run = p.run and r.status = 'ENDED')
                insert into drover.run_progress as p (run, step, rows_done, rows_expected, rows_per_second, seconds_left)
                select told.* from unnest(:runs::bigint[], :steps::text[], :done::bigint[], :expected::bigint[],
                                          :rate::bigint[], :left::bigint[]) told (run)
                  join drover.task_run r using (run) where r.status = 'RUNNING'
                on conflict (run) do update
                   set (step, rows_done, rows_expected, rows_per_second, seconds_left)
                       = (excluded.step, excluded.rows_done, excluded.rows_expected, excluded.rows_per_second,
                          excluded.seconds_left)
                """)
                .param("runs", runs.stream().map(each -> each.run().run()).toArray(Long[]::new))
                .param("steps", moments.stream().map(Moment::step).toArray(String[]::new))
                .param("done", numbers(moments, Moment::rowsDone))
                .param("expected", numbers(moments, Moment::rowsExpected))
                .param("rate", numbers(moments, Moment::rowsPerSecond))
                .param("left", numbers(moments, Moment::secondsLeft))
                .update();
    }

    private static Long[] numbers(List<Moment> moments, Function<Moment, Long> number) {
        return moments.stream().map(number).toArray(Long[]::new);
    }

    /** What was told of these runs lately; a run that has just begun may be missing. */
    public Map<Long, Moment> of(Collection<Long> runs) {
        Map<Long, Moment> moments = new HashMap<>();
        client.sql("select * from drover.run_progress where run = any (?::bigint[])")
                .param(runs.toArray(Long[]::new))
                .query(result -> {
                    moments.put(
                            result.getLong("run"),
                            new Moment(
                                    result.getLong("rows_done"),
                                    result.getObject("rows_expected", Long.class),
                                    result.getLong("rows_per_second"),
                                    result.getObject("seconds_left", Long.class),
                                    result.getString("step")));
                });
        return moments;
    }
}
