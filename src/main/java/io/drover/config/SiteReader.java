package io.drover.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the keys {@code site.SITE.*} of one site. */
final class SiteReader {
    private static final List<String> NEEDED_SOURCES = List.of("pronto", "web");
    private static final Pattern SOURCE_URL = Pattern.compile("([a-z][a-z0-9_-]*)\\.url");

    private final GivenSettings given;
    private final Problems problems;
    private final Values values;
    private final Passwords passwords;
    private final DatabaseReader databaseReader;

    SiteReader(
            GivenSettings given, Problems problems, Values values, Passwords passwords, DatabaseReader databaseReader) {
        this.given = given;
        this.problems = problems;
        this.values = values;
        this.passwords = passwords;
        this.databaseReader = databaseReader;
    }

    SiteSettings read(String site) {
        String prefix = "site." + site + ".";
        Set<String> sources = sources(prefix);
        Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
        sources.forEach(source -> databases.put(source, databaseReader.readSource(source, prefix + source)));
        return new SiteSettings(site, values.flag(prefix + "start", false), databases, properties(prefix, sources));
    }

    /** The data sources every site needs, then every other group of keys that has a URL. */
    private Set<String> sources(String prefix) {
        Set<String> sources = new LinkedHashSet<>(NEEDED_SOURCES);
        for (String key : given.keys()) {
            if (key.startsWith(prefix)) {
                Matcher matcher = SOURCE_URL.matcher(key.substring(prefix.length()));
                if (matcher.matches() && !matcher.group(1).equals("camel")) {
                    sources.add(matcher.group(1));
                }
            }
        }
        return sources;
    }

    private Map<String, String> properties(String prefix, Set<String> sources) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String key : given.keys()) {
            if (key.startsWith(prefix) && !key.equals(prefix + "start")) {
                String name = key.substring(prefix.length());
                String group = name.substring(0, Math.max(0, name.indexOf('.')));
                if (sources.contains(group)) {
                    checkSourceKey(prefix + group + ".", key);
                } else {
                    addProperty(properties, prefix, name);
                }
            }
        }
        return properties;
    }

    private void checkSourceKey(String prefix, String key) {
        String last = key.substring(prefix.length());
        if (!DatabaseReader.SOURCE_KEYS.contains(last)) {
            given.find(key)
                    .ifPresent(setting -> problems.add(
                            setting,
                            "a data source has no such key" + NearMiss.hint(last, DatabaseReader.SOURCE_KEYS)
                                    + knownIfNoHint(last)));
        }
    }

    private static String knownIfNoHint(String last) {
        return NearMiss.hint(last, DatabaseReader.SOURCE_KEYS).isEmpty()
                ? ", it has " + String.join(", ", DatabaseReader.SOURCE_KEYS)
                : "";
    }

    /** A property, and the password that the environment or a file may hold for its group. */
    private void addProperty(Map<String, String> properties, String prefix, String name) {
        int dot = name.lastIndexOf('.');
        if (!name.endsWith(Passwords.PASSWORD) && !name.endsWith(Passwords.PASSWORD_FILE)) {
            given.find(prefix + name).ifPresent(setting -> properties.put(name, setting.value()));
        }
        String group = name.substring(0, Math.max(0, dot));
        if (!group.isEmpty() && !properties.containsKey(group + Passwords.PASSWORD)) {
            passwords
                    .find(prefix + group)
                    .ifPresent(secret -> properties.put(group + Passwords.PASSWORD, secret.reveal()));
        }
    }
}
