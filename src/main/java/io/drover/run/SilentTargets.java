package io.drover.run;

import io.drover.db.Database;
import io.drover.db.SqlClass;
import io.drover.db.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which databases give no answer at this moment, each asked once in a while however many runs wait for it. Thread-safe. */
final class SilentTargets {

    private static final Duration REST = Duration.ofSeconds(5);

    private final Map<String, Silence> silences = new ConcurrentHashMap<>();

    /** @param since by {@link System#nanoTime} */
    private record Silence(String why, long since) {

        boolean isFresh() {
            return System.nanoTime() - since < REST.toNanos();
        }
    }

    /** Why a database does not answer; empty when it does, be it with a refusal that would not pass by itself. */
    Optional<String> silence(Database database) {
        Silence known = silences.get(database.name());
        if (known != null && known.isFresh()) {
            return Optional.of(known.why());
        }
        silences.remove(database.name());
        try (Connection answered = database.connect()) {
            return Optional.empty();
        } catch (SQLException e) {
            if (!heals(e)) {
                return Optional.empty();
            }
            String why = "#%s: %s".formatted(database.name(), SqlProblem.describe(e));
            silences.put(database.name(), new Silence(why, System.nanoTime()));
            return Optional.of(why);
        }
    }

    /** Whether a database that could not be asked may well answer later. */
    static boolean heals(Exception failure) {
        SQLException problem = SqlProblem.in(failure);
        return problem != null
                && switch (SqlClass.of(problem)) {
                    case HEALS, HEALS_SLOWLY -> true;
                    case NEVER, ROW, CANCELLED -> false;
                };
    }
}
