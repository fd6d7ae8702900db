package io.drover.config;

import io.drover.config.Setting.Origin;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was given in the three places, looked up in their order of precedence. */
final class GivenSettings {
    private final String fileName;
    private final Map<String, Setting> file;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;

    GivenSettings(Path file, Map<String, String> environment, Map<String, String> commandLine, Problems problems) {
        this.fileName = String.valueOf(file.getFileName());
        this.file = PropertiesFile.read(file, problems);
        this.environment = environment;
        this.commandLine = commandLine;
    }

    Optional<Setting> find(String key) {
        String value = commandLine.get(key);
        if (value != null) {
            return Optional.of(new Setting(key, value.strip(), Origin.COMMAND_LINE, "command line " + key));
        }
        String variable = variableOf(key);
        value = environment.get(variable);
        if (value != null && !value.isBlank()) {
            return Optional.of(new Setting(key, value.strip(), Origin.ENVIRONMENT, "environment " + variable));
        }
        return Optional.ofNullable(file.get(key));
    }

    /** Where a person would add a key that is given nowhere. */
    String placeOf(String key) {
        return fileName + ": " + key;
    }

    /** Keys of file and command line. The environment has none: its names do not tell the key, only keys their name. */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(file.keySet());
        keys.addAll(commandLine.keySet());
        return keys;
    }

    /** Each key as it was written in file and command line, whichever of them wins. */
    Set<Setting> written() {
        Set<Setting> written = new LinkedHashSet<>(file.values());
        commandLine.forEach(
                (key, value) -> written.add(new Setting(key, value, Origin.COMMAND_LINE, "command line " + key)));
        return written;
    }

    Set<String> variables() {
        return environment.keySet();
    }

    static String variableOf(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
