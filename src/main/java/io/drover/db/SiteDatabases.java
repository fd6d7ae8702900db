package io.drover.db;

import io.drover.config.DroverException;
import io.drover.config.SiteSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The databases of one site by name, e.g. {@code pronto} and {@code web}. Thread-safe. */
public final class SiteDatabases implements AutoCloseable {

    private final String site;
    private final Map<String, Database> databases;

    private SiteDatabases(String site, Map<String, Database> databases) {
        this.site = site;
        this.databases = databases;
    }

    /** For whoever is no node. */
    public static SiteDatabases open(SiteSettings settings) {
        return named(settings, "drover " + settings.name());
    }

    /** Connects to none of them: see {@link Database}. Their sessions are known by the site and the node. */
    public static SiteDatabases open(SiteSettings settings, String node) {
        return named(settings, sessions(settings.name(), node));
    }

    private static SiteDatabases named(SiteSettings settings, String sessions) {
        Map<String, Database> opened = new LinkedHashMap<>();
        settings.databases().forEach((name, database) -> opened.put(name, Database.open(database, sessions)));
        return new SiteDatabases(settings.name(), opened);
    }

    /** What a database server shows as the name of the sessions that a node has for a site. */
    public static String sessions(String site, String node) {
        return Database.shownName("drover %s %s".formatted(site, node));
    }

    /** Empty when the site has no database of that name. */
    public Optional<Database> find(String name) {
        return Optional.ofNullable(databases.get(name));
    }

    /** @throws DroverException when the site has no database of that name */
    public Database get(String name) {
        Database database = databases.get(name);
        if (database == null) {
            throw new DroverException("Site %s has no data source #%s; it has %s (site.%s.%s.url would name it)"
                    .formatted(site, name, databases.keySet(), site, name));
        }
        return database;
    }

    /** The name of the site. */
    public String site() {
        return site;
    }

    public Collection<Database> all() {
        return databases.values();
    }

    @Override
    public void close() {
        databases.values().forEach(Database::close);
    }
}
