package io.drover.db;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.transaction.TransactionSystemException;

/** Says in one line what a database complained of. */
public final class SqlProblem {

    /** What MariaDB says of one row under a SQLSTATE that says too little. */
    private static final Set<Integer> MARIADB_ROW = Set.of(
            1265, // no value of this column
            1411, // a value that a function does not take
            1526); // no partition for it

    private static final Pattern MARIADB_CONNECTION = Pattern.compile("^\\(conn=\\d+\\) ");

    private SqlProblem() {}

    /**
     * The first line of the database's message, its detail (it names the key), what the network said where the connection
     * was lost, and its SQLSTATE. Never a stack trace, never the failing row.
     */
    public static String describe(SQLException problem) {
        // The pool wraps why it has no connection into saying that it has none.
        if (problem instanceof SQLTransientConnectionException && problem.getCause() instanceof SQLException reason) {
            return describe(reason);
        }
        StringBuilder text = new StringBuilder(
                MARIADB_CONNECTION.matcher(firstLine(problem.getMessage())).replaceFirst(""));
        if (problem instanceof PSQLException postgres) {
            ServerErrorMessage server = postgres.getServerErrorMessage();
            if (server != null) {
                appendDetail(text, server);
            }
        }
        if (problem.getCause() instanceof IOException reason && reason.getMessage() != null) {
            text.append(": ").append(firstLine(reason.getMessage()));
        }
        if (problem.getSQLState() != null) {
            text.append(" (SQLSTATE ").append(problem.getSQLState()).append(')');
        }
        return text.toString();
    }

    private static void appendDetail(StringBuilder text, ServerErrorMessage server) {
        String detail = server.getDetail();
        if (detail != null && !detail.startsWith("Failing row contains")) {
            text.append(". ").append(firstLine(detail));
        }
        if (server.getWhere() != null && server.getWhere().startsWith("COPY ")) {
            text.append(" [").append(firstLine(server.getWhere())).append(']');
        }
    }

    /**
     * True when the database refused a value or a row, so that other rows may go through: data exceptions, violated
     * constraints, and what a trigger raises.
     */
    public static boolean isOfOneRow(SQLException problem) {
        String state = problem.getSQLState();
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("44")
                        || state.startsWith("45")
                        || state.startsWith("P0")
                        || MARIADB_ROW.contains(problem.getErrorCode()));
    }

    /** True when the connection was lost, so that what the server did with the statement is not known. */
    public static boolean isUnanswered(SQLException problem) {
        String state = problem.getSQLState();
        return SqlClass.of(problem) == SqlClass.HEALS
                && (state == null || !state.startsWith("40") && !state.startsWith("55"));
    }

    /** What a failure comes from, in one line: what a database complained of, if there is that in its chain of causes. */
    public static String tell(Throwable failure) {
        SQLException problem = in(failure);
        return problem == null ? firstLine(failure.getMessage()) : describe(problem);
    }

    /** The SQL problem behind a failure, if there is one in its chain of causes. */
    public static @Nullable SQLException in(Throwable failure) {
        for (Throwable each = failure; each != null; each = cause(each)) {
            if (each instanceof SQLException problem) {
                return problem;
            }
        }
        return null;
    }

    /** Of a transaction that was lost with its connection: what lost it, and not that it could not be rolled back. */
    private static @Nullable Throwable cause(Throwable failure) {
        return failure instanceof TransactionSystemException lost && lost.getApplicationException() != null
                ? lost.getApplicationException()
                : failure.getCause();
    }

    private static String firstLine(@Nullable String text) {
        return text == null
                ? "no message"
                : text.lines().findFirst().orElse("no message").strip();
    }
}
