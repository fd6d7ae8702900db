package io.drover.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the keys of one database, for example {@code site.LIVE.web.*}. */
final class DatabaseReader {
    static final List<String> SOURCE_KEYS =
            List.of("url", "user", "password", "password-file", "pool-size", "time-zone");
    private static final int LARGEST_POOL = 1000;
    private static final Pattern EMBEDDED_URL = Pattern.compile("embedded:[a-z][a-z0-9_]{0,62}");
    private static final Set<String> SERVERS_OWN =
            Set.of("embedded:postgres", "embedded:template0", "embedded:template1");
    private static final Pattern INLINE_PASSWORD =
            Pattern.compile("(?i)[?&;:,(]\\s*(password|passwd|pwd)\\s*=|//[^/?@]*:[^/?@]*@|:thin:[^/@]+/[^@]+@");

    private final GivenSettings given;
    private final Problems problems;
    private final Values values;
    private final Passwords passwords;

    DatabaseReader(GivenSettings given, Problems problems, Values values, Passwords passwords) {
        this.given = given;
        this.problems = problems;
        this.values = values;
        this.passwords = passwords;
    }

    /** Drover's own database, which has neither pool size nor zone to choose. */
    DatabaseSettings readControl() {
        return read("control", "drover.database", "embedded:drover");
    }

    DatabaseSettings readSource(String name, String group) {
        if (given.find(group + ".url").isEmpty()) {
            problems.add(
                    given.placeOf(group + ".url"), "is missing, give a jdbc: URL or embedded:NAME for this database");
        }
        return read(name, group, "embedded:" + name);
    }

    private DatabaseSettings read(String name, String group, String defaultUrl) {
        String url = given.find(group + ".url").map(Setting::value).orElse(defaultUrl);
        given.find(group + ".url").ifPresent(this::checkUrl);
        DatabaseSettings database = new DatabaseSettings(
                name,
                url,
                given.find(group + ".user").map(Setting::value).orElse(null),
                passwords.find(group).orElse(null),
                values.number(group + ".pool-size", 1, LARGEST_POOL, DatabaseSettings.DEFAULT_POOL_SIZE),
                values.zone(group + ".time-zone"));
        if (database.isEmbedded()) {
            refuseSignIn(group);
        }
        return database;
    }

    private void checkUrl(Setting setting) {
        String url = setting.value();
        if (INLINE_PASSWORD.matcher(url).find()) {
            String group = setting.key().substring(0, setting.key().length() - ".url".length());
            problems.add(
                    setting,
                    "a password must not stand in the URL, set the environment variable "
                            + GivenSettings.variableOf(group + Passwords.PASSWORD) + " or name a file by " + group
                            + Passwords.PASSWORD_FILE);
        } else if (SERVERS_OWN.contains(url)) {
            problems.add(setting, url + " belongs to the server itself, choose another name");
        } else if (!url.startsWith("jdbc:") && !EMBEDDED_URL.matcher(url).matches()) {
            problems.add(
                    setting,
                    "\"" + url + "\" is no database, give a jdbc: URL or embedded:NAME with NAME in lower case");
        }
    }

    private void refuseSignIn(String group) {
        for (String key : List.of(".user", Passwords.PASSWORD, Passwords.PASSWORD_FILE)) {
            Optional<Setting> setting = given.find(group + key);
            setting.ifPresent(found -> problems.add(
                    found, "an embedded database has its own user and password, remove this or give a jdbc: URL"));
        }
    }
}
