package io.drover.run;

import io.drover.send.Purpose;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows, newest first; null = any.
 *
 * @param from earliest request
 * @param to latest request, exclusive
 * @param before number of the last run already seen: only older ones
 * @param limit most runs returned
 */
public record RunFilter(
        @Nullable String site,
        @Nullable String task,
        @Nullable Purpose purpose,
        @Nullable Result result,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    /**
     * True for every run {@code r} that was asked for before a time, by its number alone, and for some of the day after: numbers
     * grow with the times of the requests, and that the clock may have stepped back by a day meanwhile is allowed for.
     */
    static final String NUMBERED_BEFORE = "r.run < drover.first_run_at(:to::timestamptz + interval '1 day')";

    /** The same in SQL, of a run {@code r}; without the limit. Where a day's runs lie is found by their numbers. */
    static final String CONDITION = """
            (:site::text is null or r.site = :site) and (:task::text is null or r.task = :task)
            and (:purpose::text is null or r.purpose = :purpose)
            and (:result::text is null or r.result = :result)
            and (:from::timestamptz is null
                 or r.requested_at >= :from
                    and r.run >= drover.first_run_at(:from::timestamptz - interval '1 day'))
            and (:to::timestamptz is null
                 or r.requested_at < :to and %s)
            and (:before::bigint is null or r.run < :before)
            """.formatted(NUMBERED_BEFORE);

    /** Runs of every purpose. */
    public RunFilter(
            @Nullable String site,
            @Nullable String task,
            @Nullable Result result,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit) {
        this(site, task, null, result, from, to, null, limit);
    }

    /** What comes after it: runs older than that one. */
    public RunFilter olderThan(long run) {
        return new RunFilter(site, task, purpose, result, from, to, run, limit);
    }

    /** For {@link #CONDITION}. */
    Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("site", site);
        parameters.put("task", task);
        parameters.put("purpose", purpose == null ? null : purpose.name());
        parameters.put("result", result == null ? null : result.word());
        parameters.put("from", timestamp(from));
        parameters.put("to", timestamp(to));
        parameters.put("before", before);
        return parameters;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
