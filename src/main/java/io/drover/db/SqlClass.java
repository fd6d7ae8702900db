package io.drover.db;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database failure means for whoever met it: whether, and how soon, the same work may succeed. */
public enum SqlClass {
    /** The connection was lost, the server restarts, a lock was not free: over in seconds. */
    HEALS,
    /** A full disk or a database that is read-only or closed for now: over when somebody has helped. */
    HEALS_SLOWLY,
    /** A wrong name, password, permission or statement: the same work fails again. */
    NEVER,
    /** The target cannot take a row as it is. */
    ROW,
    /** Somebody cancelled the statement, or its time was up; only the canceller knows which. */
    CANCELLED;

    private static final Set<String> HEALING = Set.of(
            "57P01", // the session was terminated, or the server is being stopped
            "57P02", // the server crashed and restarts
            "57P03", // the server is starting
            "57P05", // the session was idle for too long
            "25P03", // so was its transaction
            "53300", // too many connections
            "40001", // serialization failure
            "40P01", // deadlock
            "55P03"); // lock timeout

    /** MariaDB and MySQL tell these by number where their SQLSTATE is too general. */
    private static final Set<Integer> HEALING_NUMBERS = Set.of(
            1040, // too many connections
            1203, // too many connections of this user
            1053, // the server is being stopped
            1205, // lock wait timeout
            1213, // deadlock
            1927, // the connection was killed
            2006, // the server has gone away
            2013); // the connection was lost in a query

    private static final Set<Integer> SLOWLY_HEALING_NUMBERS = Set.of(
            1021, // disk full
            1290, // running with --read-only
            1836); // read-only mode

    /** States under which those numbers are MariaDB's or MySQL's and not another vendor's. */
    private static final Set<String> STATES_WITH_NUMBERS = Set.of("HY000", "42000", "08004", "08S01", "70100", "40001");

    /** Classifies a failure after its SQLSTATE and, where that says too little, after its kind. */
    public static SqlClass of(SQLException problem) {
        SQLException reason = reason(problem);
        String state = reason.getSQLState();
        if (state == null || state.length() != 5) {
            return ofKind(reason);
        }
        if (STATES_WITH_NUMBERS.contains(state)) {
            if (HEALING_NUMBERS.contains(reason.getErrorCode())) {
                return HEALS;
            }
            if (SLOWLY_HEALING_NUMBERS.contains(reason.getErrorCode())) {
                return HEALS_SLOWLY;
            }
        }
        return ofState(state, reason);
    }

    private static SqlClass ofState(String state, SQLException reason) {
        if (HEALING.contains(state)) {
            return HEALS;
        }
        if (state.equals("55000")) {
            // A database that is closed to connections for now, a materialized view that is not filled yet.
            return HEALS_SLOWLY;
        }
        if (state.equals("57014") || state.equals("70100")) {
            return CANCELLED;
        }
        return switch (state.substring(0, 2)) {
            // A refused sign-in and a broken protocol come again; every other trouble with a connection passes.
            case "08" -> state.equals("08004") || state.equals("08P01") ? NEVER : HEALS;
            case "53" -> HEALS_SLOWLY;
            case "25" -> state.equals("25006") ? HEALS_SLOWLY : NEVER;
            case "22", "23" -> ROW;
            case "HY" -> ofKind(reason);
            default -> NEVER;
        };
    }

    private static SqlClass ofKind(SQLException reason) {
        if (reason instanceof SQLTimeoutException) {
            return CANCELLED;
        }
        return reason instanceof SQLTransientException || reason instanceof SQLRecoverableException ? HEALS : NEVER;
    }

    /** The pool wraps why it has no connection into saying that it has none; a batch hides its reason in a chain. */
    private static SQLException reason(SQLException problem) {
        SQLException inner = inner(problem);
        return inner == null || inner == problem ? problem : reason(inner);
    }

    private static @Nullable SQLException inner(SQLException problem) {
        if (problem instanceof java.sql.SQLTransientConnectionException
                && problem.getCause() instanceof SQLException cause) {
            return cause;
        }
        return problem instanceof java.sql.BatchUpdateException ? problem.getNextException() : null;
    }
}
