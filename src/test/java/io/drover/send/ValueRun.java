package io.drover.send;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.send.SendLab.Sent;
import io.drover.send.SendLab.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a list of odd values: each in a column of its own type and in a row of its own, so that each arrives or is
 * refused alone. A few dozen share a table.
 */
final class ValueRun {

    private static final int TOGETHER = 40;

    private final SendLab lab;
    private final Map<Integer, @Nullable String> arrived = new HashMap<>();
    private final Map<Integer, RunRow> refused = new TreeMap<>();

    ValueRun(SendLab lab) {
        this.lab = lab;
    }

    /** @param step makes the source of some values and gives the step that sends them to {@code lab.v} */
    void send(List<ValueCase> cases, Function<List<ValueCase>, Step> step) throws SQLException {
        for (int from = 0; from < cases.size(); from += TOGETHER) {
            sendTogether(cases.subList(from, Math.min(from + TOGETHER, cases.size())), step);
        }
    }

    private void sendTogether(List<ValueCase> cases, Function<List<ValueCase>, Step> step) throws SQLException {
        try (Connection web = lab.connectWeb();
                Statement statement = web.createStatement()) {
            statement.execute("drop table if exists lab.v; create table lab.v (id int primary key, %s)"
                    .formatted(cases.stream()
                            .map(each -> each.column() + " " + each.to())
                            .collect(joining(", "))));
            Sent sent = lab.task("values " + cases.get(0).line())
                    .all(step.apply(cases))
                    .ok();
            for (RunRow row : sent.rows()) {
                if (row.fate() == Fate.REFUSED) {
                    refused.put(Integer.valueOf(row.key().substring("id=".length())), row);
                }
            }
            assertThat(sent.counts().read()).isEqualTo(cases.size());
            assertThat(sent.counts().inserted() + sent.counts().refused()).isEqualTo(cases.size());
            statement.execute("set time zone 'UTC'");
            for (ValueCase each : cases) {
                try (ResultSet row = statement.executeQuery(
                        "select %s::text from lab.v where id = %d".formatted(each.column(), each.line()))) {
                    if (row.next()) {
                        arrived.put(each.line(), row.getString(1));
                    }
                }
            }
            // What was sent once is equal from now on: nothing is written that would come back as another value.
            assertThat(SendLab.of(Fate.UPDATED, lab.all(step.apply(cases)).ok()))
                    .isEmpty();
        }
    }

    /** @param own the source's own text of the value */
    void check(ValueCase each, @Nullable String own) {
        RunRow refusal = refused.get(each.line());
        if (each.refused() != null) {
            assertThat(refusal).as("arrived as " + arrived.get(each.line())).isNotNull();
            assertThat("column %s: %s".formatted(refusal.column(), refusal.reason()))
                    .contains(each.refused());
            assertThat(refusal.column()).isIn(each.column(), null);
            return;
        }
        assertThat(refusal == null ? null : refusal.reason()).as("refused").isNull();
        assertThat(arrived.get(each.line())).isEqualTo(each.unchanged() ? own : each.arrives());
    }
}
