package io.drover.config;

import io.drover.config.Setting.Origin;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Java properties file in UTF-8 that knows the line of each key. */
final class PropertiesFile {
    private final Path file;
    private final String name;
    private final Problems problems;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Integer> firstLines = new LinkedHashMap<>();

    private PropertiesFile(Path file, Problems problems) {
        this.file = file;
        this.name = String.valueOf(file.getFileName());
        this.problems = problems;
    }

    /** The file's settings by key, in its order; what cannot be read is a problem and left out. */
    static Map<String, Setting> read(Path file, Problems problems) {
        PropertiesFile reader = new PropertiesFile(file, problems);
        reader.readLines();
        return reader.settings;
    }

    private void readLines() {
        List<String> lines = lines();
        for (int index = 0; index < lines.size(); index++) {
            int first = index;
            StringBuilder logical = new StringBuilder(lines.get(index));
            while (continues(logical) && index + 1 < lines.size()) {
                index++;
                logical.append('\n').append(lines.get(index));
            }
            readLine(logical.toString(), first + 1);
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            problems.add(name, "not found at " + file + ", create it or start Drover in its folder");
        } catch (CharacterCodingException e) {
            problems.add(name, "is not UTF-8, save it in that encoding");
        } catch (IOException e) {
            problems.add(name, "cannot be read (" + e + "), check its permissions");
        }
        return List.of();
    }

    /** An odd number of backslashes at the end joins the next line, except in a comment. */
    private static boolean continues(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        String text = line.toString().stripLeading();
        return backslashes % 2 == 1 && !text.startsWith("#") && !text.startsWith("!");
    }

    private void readLine(String text, int line) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(name + ":" + line, "cannot be read (" + e.getMessage() + "), write a backslash as \\\\");
        }
        for (String key : one.stringPropertyNames()) {
            put(key, one.getProperty(key).strip(), line);
        }
    }

    private void put(String key, String value, int line) {
        String place = name + ":" + line + ": " + key;
        Integer first = firstLines.putIfAbsent(key, line);
        if (first == null) {
            settings.put(key, new Setting(key, value, Origin.FILE, place));
        } else {
            problems.add(place, "is given twice, first in line " + first + ", remove one");
        }
    }
}
