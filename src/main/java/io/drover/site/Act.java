package io.drover.site;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did.
 *
 * @param what the words of the console, e.g. {@code Stop Site}
 * @param site null for what concerns no site
 * @param run the run that was asked for, or about which it is
 * @param details what else the next person may want to know, by name
 */
public record Act(
        String who,
        String what,
        @Nullable String site,
        @Nullable String task,
        @Nullable Long run,
        @Nullable String reason,
        Map<String, String> details) {

    public Act {
        details = Map.copyOf(details);
    }

    public static Act of(String who, String what, @Nullable String site) {
        return new Act(who, what, site, null, null, null, Map.of());
    }

    Act onTask(@Nullable String name) {
        return new Act(who, what, site, name, run, reason, details);
    }

    Act onRun(long number) {
        return new Act(who, what, site, task, number, reason, details);
    }

    Act because(@Nullable String text) {
        return new Act(who, what, site, task, run, text, details);
    }

    Act with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, value.toString());
        return new Act(who, what, site, task, run, reason, more);
    }
}
