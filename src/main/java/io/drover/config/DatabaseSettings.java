package io.drover.config;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One database. The name is the data source's ({@code pronto}, {@code web}, …; {@code control} for Drover's own).
 *
 * @param url {@code embedded:NAME} or a {@code jdbc:} URL, never with a password in it
 * @param user null = none given: the driver's own default, or the embedded server's role
 * @param password null = none given
 * @param poolSize most connections open at once, 1 to 1000
 * @param timeZone zone of the stamps that this database keeps without one
 */
public record DatabaseSettings(
        String name,
        String url,
        @Nullable String user,
        @Nullable Secret password,
        int poolSize,
        ZoneId timeZone) {
    public static final int DEFAULT_POOL_SIZE = 8;
    private static final String EMBEDDED = "embedded:";

    /** Whether the database lives on the PostgreSQL server that Drover starts itself. */
    public boolean isEmbedded() {
        return url.startsWith(EMBEDDED);
    }

    /**
     * The NAME of {@code embedded:NAME}.
     *
     * @throws DroverException if this is no embedded database
     */
    public String embeddedName() {
        if (!isEmbedded()) {
            throw new DroverException("Data source " + name + " is no embedded database: ask isEmbedded() first");
        }
        return url.substring(EMBEDDED.length());
    }

    /** The same database with another limit. */
    public DatabaseSettings withPoolSize(int most) {
        return new DatabaseSettings(name, url, user, password, most, timeZone);
    }
}
