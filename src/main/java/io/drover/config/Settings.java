package io.drover.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All settings of one Drover. Paths are absolute.
 *
 * @param port of the console and the API, 0 = any free port
 * @param node the name of this process among those that share the control database, one of a kind there
 * @param embeddedPort of the embedded PostgreSQL server on 127.0.0.1, used only if {@link #usesEmbedded()}
 * @param keep for how long what is remembered of runs
 * @param clicksFirst whether what a person asks for goes before what waits in the same queue for other reasons
 * @param countWaiting whether the changes that wait are counted in the background
 * @param alerts whom to tell of what
 * @param control Drover's own database
 * @param sites in the order of {@code drover.sites}, at least one
 */
public record Settings(
        String host,
        int port,
        Path routes,
        Path logs,
        Path data,
        String node,
        int embeddedPort,
        Keep keep,
        boolean clicksFirst,
        boolean countWaiting,
        AlertSettings alerts,
        DatabaseSettings control,
        List<SiteSettings> sites) {
    public Settings {
        sites = List.copyOf(sites);
    }

    /**
     * Reads the settings. The command line wins over the environment, the environment over the file, the file over the
     * defaults. Relative paths are taken from the file's folder.
     *
     * @param environment variables by name; the name of a key is the key in upper case with {@code _} for every
     *     character that is no letter or digit; an empty variable counts as absent
     * @param commandLine values by key
     * @throws SettingsException if anything is missing, unknown or wrong; it names all problems
     */
    public static Settings load(
            Path applicationProperties, Map<String, String> environment, Map<String, String> commandLine) {
        return new SettingsReader(applicationProperties, environment, commandLine).read();
    }

    /** Whether any of the databases needs the embedded server. */
    public boolean usesEmbedded() {
        return Stream.concat(Stream.of(control), sites.stream().flatMap(site -> site.databases().values().stream()))
                .anyMatch(DatabaseSettings::isEmbedded);
    }

    /** The same settings with every database replaced. */
    public Settings withDatabases(UnaryOperator<DatabaseSettings> replacement) {
        return new Settings(
                host,
                port,
                routes,
                logs,
                data,
                node,
                embeddedPort,
                keep,
                clicksFirst,
                countWaiting,
                alerts,
                replacement.apply(control),
                sites.stream().map(site -> site.withDatabases(replacement)).toList());
    }
}
