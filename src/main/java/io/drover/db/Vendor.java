package io.drover.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Whose server a database is on, and what the vendors write differently in the tables that Drover keeps there. These are
 * a schema {@code drover} in PostgreSQL. MariaDB has no schemas inside a database: there they stand beside the shop's
 * tables, named {@code drover_…}, so that one dump holds both and a restored shop has the watermark it had then.
 */
public enum Vendor {
    POSTGRES("drover.", '"', "now()", "excluded.%s", "now() + ? * interval '1 second'"),
    MARIADB("drover_", '`', "utc_timestamp(6)", "values(%s)", "utc_timestamp(6) + interval ? second");

    private final String prefix;
    private final String quote;
    private final String now;
    private final String offered;
    private final String later;

    Vendor(String prefix, char quote, String now, String offered, String later) {
        this.prefix = prefix;
        this.quote = String.valueOf(quote);
        this.now = now;
        this.offered = offered;
        this.later = later;
    }

    /** The vendor of a {@code jdbc:} URL; every one that is not told apart here speaks as PostgreSQL does, or fails. */
    static Vendor of(String url) {
        return MariaDb.takes(url) ? MARIADB : POSTGRES;
    }

    public static Vendor of(Connection connection) throws SQLException {
        return of(String.valueOf(connection.getMetaData().getURL()));
    }

    /** The name of a table that Drover keeps. */
    public String kept(String table) {
        return prefix + table;
    }

    /** A name as it is, whatever characters and reserved words it consists of. */
    public String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** The server's time, as tables that Drover keeps hold it. */
    public String now() {
        return now;
    }

    /** The server's time so many seconds later; their number is a parameter. */
    public String later() {
        return later;
    }

    /**
     * The end of an insert, for a row that is there already.
     *
     * @param key columns by which it is known
     * @param assignment what is changed in it; {@link #offered} is a value that was to be inserted
     */
    public String orElse(String key, String assignment) {
        return switch (this) {
            case POSTGRES -> "on conflict (%s) do update set %s".formatted(key, assignment);
            case MARIADB -> "on duplicate key update " + assignment;
        };
    }

    public String offered(String column) {
        return offered.formatted(column);
    }

    /** As a parameter of a statement; MariaDB keeps it in UTC, so that it passes through no session's zone. */
    public @Nullable Object moment(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        return switch (this) {
            case POSTGRES -> Timestamp.from(instant);
            case MARIADB -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        };
    }

    public @Nullable Instant moment(ResultSet result, String column) throws SQLException {
        switch (this) {
            case POSTGRES -> {
                Timestamp stamp = result.getTimestamp(column);
                return stamp == null ? null : stamp.toInstant();
            }
            default -> {
                LocalDateTime stamp = result.getObject(column, LocalDateTime.class);
                return stamp == null ? null : stamp.toInstant(ZoneOffset.UTC);
            }
        }
    }

    /** How long the session waits for a lock; with PostgreSQL until the transaction ends. */
    public String lockPatience(Duration patience) {
        return switch (this) {
            case POSTGRES -> "set local lock_timeout = " + patience.toMillis();
            case MARIADB -> "set innodb_lock_wait_timeout = " + Math.max(1, patience.toSeconds());
        };
    }
}
