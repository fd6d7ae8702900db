package io.drover.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell of what.
 *
 * @param mail null where nobody is told by mail
 * @param hook null where no web hook is called
 * @param console where people find the console, for messages; null where nobody said so
 * @param stoppedFor for how long a site is stopped before people are told
 * @param queuedFor for how long a run waits for its turn before people are told (IF9)
 * @param refusedRows how many refused rows of a run are tolerated
 * @param quietFor for how long a source has no change before people are told; null = never
 */
public record AlertSettings(
        @Nullable Mail mail,
        @Nullable Hook hook,
        @Nullable String console,
        Duration stoppedFor,
        Duration queuedFor,
        int refusedRows,
        @Nullable Duration quietFor) {

    /** Nobody is told. */
    public static final AlertSettings NONE =
            new AlertSettings(null, null, null, Duration.ofHours(2), Duration.ofMinutes(30), 0, null);

    /** How the way to the mail server is kept from others. */
    public enum Security {
        NONE(25),
        STARTTLS(587),
        TLS(465);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        int port() {
            return port;
        }
    }

    /**
     * A mail server, and who writes to whom.
     *
     * @param user null where it asks for no sign-in
     */
    public record Mail(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable Secret password,
            String from,
            List<String> to) {

        public Mail {
            to = List.copyOf(to);
        }
    }

    /**
     * A web hook.
     *
     * @param token sent as {@code Authorization: Bearer}; null = none
     */
    public record Hook(URI url, @Nullable Secret token) {}
}
