package io.drover.run;

import io.drover.db.ControlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code run_log}, as runs write it. Thread-safe; each method is one transaction. */
public final class RunLogStore {

    /** Takes the number of the run, then lines, times and texts as arrays. Lines that are stored already stay. */
    static final String INSERT = """
            insert into drover.run_log (run, line, at, text)
            select ?, line, at, text from unnest(?, ?, ?) as l (line, at, text) on conflict do nothing
            """;

    private final ControlDatabase control;
    private final JdbcTemplate template;

    RunLogStore(ControlDatabase control) {
        this.control = control;
        this.template = new JdbcTemplate(control.database().dataSource());
    }

    /** Stores lines of runs that go on. A crash of the database's machine may lose the last of them, but no result. */
    void write(Map<Long, List<LogLine>> lines) {
        control.inTransaction(() -> {
            template.execute("set local synchronous_commit = off");
            lines.forEach((run, each) -> template.update(INSERT, statement -> set(statement, run, each)));
            return lines.size();
        });
    }

    /** @return number of the first parameter after those of {@link #INSERT} */
    static int set(PreparedStatement statement, long run, List<LogLine> lines) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setLong(1, run);
        statement.setArray(
                2,
                connection.createArrayOf(
                        "int4", lines.stream().map(LogLine::line).toArray()));
        // As text, which names its zone: a timestamp of Java's would be taken in that of the session.
        statement.setArray(
                3,
                connection.createArrayOf(
                        "timestamptz",
                        lines.stream().map(line -> line.at().toString()).toArray()));
        statement.setArray(
                4,
                connection.createArrayOf(
                        "text", lines.stream().map(LogLine::text).toArray()));
        return 5;
    }
}
