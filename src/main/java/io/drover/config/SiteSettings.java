package io.drover.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One site. Both maps keep the order of the file and cannot be changed.
 *
 * @param start whether the site is started the first time this installation runs; later its last state counts
 * @param databases by data source name; {@code pronto} and {@code web} are always there
 * @param properties for the site's Camel, without the {@code site.SITE.} prefix; may hold passwords, so
 *     {@link #toString()} shows their names only
 */
public record SiteSettings(
        String name, boolean start, Map<String, DatabaseSettings> databases, Map<String, String> properties) {
    public SiteSettings {
        databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /**
     * The settings of one data source.
     *
     * @throws DroverException if the site has none of this name
     */
    public DatabaseSettings database(String source) {
        DatabaseSettings database = databases.get(source);
        if (database == null) {
            throw new DroverException("Site " + name + " has no data source " + source + ": add site." + name + "."
                    + source + ".url to application.properties");
        }
        return database;
    }

    SiteSettings withDatabases(UnaryOperator<DatabaseSettings> replacement) {
        Map<String, DatabaseSettings> replaced = new LinkedHashMap<>();
        databases.forEach((source, database) -> replaced.put(source, replacement.apply(database)));
        return new SiteSettings(name, start, replaced, properties);
    }

    @Override
    public String toString() {
        return "SiteSettings[name=" + name + ", start=" + start + ", databases=" + databases.values() + ", properties="
                + properties.keySet() + "]";
    }
}
