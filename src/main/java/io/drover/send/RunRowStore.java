package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import io.drover.send.RunRowSlice.Numbered;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code run_page}, in targets and in the control database alike. Reading unpacks one page at a time,
 * whatever the run's size; a database that has no such table yet has no rows.
 */
public final class RunRowStore {

    /** What PostgreSQL and MariaDB say of a table that is not there. */
    private static final List<String> NO_TABLE = List.of("42P01", "42S02");

    private RunRowStore() {}

    /** Takes rows one by one; false ends the reading. */
    @FunctionalInterface
    public interface Visitor {
        boolean take(long number, RunRow row) throws IOException;
    }

    private record Head(int page, List<RunRowCount> counts, long leftOut) {

        long rows() {
            return counts.stream().mapToLong(RunRowCount::rows).sum();
        }
    }

    /**
     * Writes a page in the transaction of the connection.
     *
     * @param keep for how long it can be read
     */
    public static void write(Connection connection, String site, long run, RunPage page, Duration keep)
            throws SQLException {
        Vendor vendor = Vendor.of(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                """
                insert into %s (site, run, page, %s, counts, left_out, content, kept_until)
                values (?, ?, ?, ?, ?, ?, ?, %s)
                """.formatted(vendor.kept("run_page"), vendor.quoted("rows"), vendor.later()))) {
            insert.setString(1, site);
            insert.setLong(2, run);
            insert.setInt(3, page.page());
            insert.setLong(4, page.rows());
            insert.setString(5, RunRowJson.write(page.counts()));
            insert.setLong(6, page.leftOut());
            insert.setBytes(7, page.content());
            insert.setLong(8, keep.toSeconds());
            insert.executeUpdate();
        }
    }

    /**
     * Counts a run's rows without reading them; empty when the database keeps none of it.
     *
     * @throws SendException when the database does not answer
     */
    public static Optional<RunRowSummary> summary(Database database, String site, long run) {
        List<Head> heads = heads(database, site, run);
        if (heads.isEmpty()) {
            return Optional.empty();
        }
        Map<RunRowCount, Long> sums = new LinkedHashMap<>();
        for (Head head : heads) {
            for (RunRowCount each : head.counts()) {
                sums.merge(new RunRowCount(each.table(), each.fate(), each.attention(), 0), each.rows(), Long::sum);
            }
        }
        List<RunRowCount> counts = sums.entrySet().stream()
                .map(each -> new RunRowCount(
                        each.getKey().table(),
                        each.getKey().fate(),
                        each.getKey().attention(),
                        each.getValue()))
                .toList();
        return Optional.of(new RunRowSummary(
                counts, heads.stream().mapToLong(Head::leftOut).sum()));
    }

    /**
     * Reads some rows of a run.
     *
     * @param after number of the last row already seen, 0 = from the beginning
     * @param limit most rows returned
     * @throws SendException when the database does not answer
     */
    public static RunRowSlice read(
            Database database, String site, long run, RunRowFilter filter, long after, int limit) {
        List<Numbered> rows = new ArrayList<>();
        boolean more = false;
        try {
            more = !each(database, site, run, filter, after, (number, row) -> {
                if (rows.size() == limit) {
                    return false;
                }
                rows.add(new Numbered(number, row));
                return true;
            });
        } catch (IOException e) {
            throw unreadable(run, e);
        }
        return new RunRowSlice(rows, more ? rows.get(rows.size() - 1).number() : null);
    }

    /**
     * Hands the rows of a run to a visitor, in their order.
     *
     * @return whether the visitor took them all
     * @throws SendException when the database does not answer
     * @throws IOException from the visitor
     */
    public static boolean each(
            Database database, String site, long run, RunRowFilter filter, long after, Visitor visitor)
            throws IOException {
        Reading reading = new Reading(database, site, run, filter, after, visitor);
        long before = 0;
        for (Head head : heads(database, site, run)) {
            boolean wanted =
                    before + head.rows() > after && head.counts().stream().anyMatch(filter::takes);
            if (wanted && !reading.page(head.page(), before)) {
                return false;
            }
            before += head.rows();
        }
        return true;
    }

    private record Reading(Database database, String site, long run, RunRowFilter filter, long after, Visitor visitor) {

        /** @param before number of the last row of the page before it */
        boolean page(int page, long before) throws IOException {
            byte[] content = content(database, site, run, page);
            if (content == null) {
                return true;
            }
            long number = before;
            try (BufferedReader lines = lines(content)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (number > after) {
                        RunRow row = RunRowJson.read(line);
                        if (filter.takes(row) && !visitor.take(number, row)) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }
    }

    private static BufferedReader lines(byte[] content) throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(content)), StandardCharsets.US_ASCII));
    }

    private static List<Head> heads(Database database, String site, long run) {
        return asked(
                database,
                client -> client.sql("select page, counts, left_out from %s where site = ? and run = ? order by page"
                                .formatted(name(database)))
                        .params(site, run)
                        .query((result, row) -> {
                            try {
                                return new Head(
                                        result.getInt("page"),
                                        RunRowJson.readCounts(result.getString("counts")),
                                        result.getLong("left_out"));
                            } catch (IOException e) {
                                throw unreadable(run, e);
                            }
                        })
                        .list(),
                List.of());
    }

    /** Null when its time has come between two pages. */
    private static byte @Nullable [] content(Database database, String site, long run, int page) {
        return asked(
                        database,
                        client -> client.sql("select content from %s where site = ? and run = ? and page = ?"
                                        .formatted(name(database)))
                                .params(site, run, page)
                                .query((result, row) -> result.getBytes(1))
                                .optional(),
                        Optional.<byte[]>empty())
                .orElse(null);
    }

    /**
     * Deletes the pages whose time is over.
     *
     * @return how many these were
     * @throws SendException when the database does not answer
     */
    public static int deleteExpired(Database database) {
        return asked(
                database,
                client -> client.sql("delete from %s where kept_until < %s"
                                .formatted(name(database), database.vendor().now()))
                        .update(),
                0);
    }

    private static String name(Database database) {
        return database.vendor().kept("run_page");
    }

    private interface Question<T> {
        T ask(JdbcClient client);
    }

    private static <T> T asked(Database database, Question<T> question, T withoutTable) {
        try {
            return question.ask(JdbcClient.create(database.dataSource()));
        } catch (DataAccessException e) {
            SQLException problem = SqlProblem.in(e);
            if (problem != null && NO_TABLE.contains(problem.getSQLState())) {
                return withoutTable;
            }
            throw new SendException(
                    "The rows kept in #%s cannot be read: %s".formatted(database.name(), SqlProblem.tell(e)), e);
        }
    }

    private static SendException unreadable(long run, IOException cause) {
        return new SendException(
                "The kept rows of run %d cannot be read: %s".formatted(run, cause.getMessage()), cause);
    }
}
