package io.drover.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads all settings of one Drover and refuses what it does not know. */
final class SettingsReader {
    private static final List<String> OWN_KEYS = List.of(
            "drover.host",
            "drover.port",
            "drover.routes",
            "drover.logs",
            "drover.data",
            "drover.node",
            "drover.embedded.port",
            "drover.keep.rows",
            "drover.keep.runs",
            "drover.keep.runs-per-task",
            "drover.keep.logs",
            "drover.clicks-first",
            "drover.count-waiting",
            "drover.database.url",
            "drover.database.user",
            "drover.database.password",
            "drover.database.password-file",
            "drover.sites");
    private static final List<String> KEYS =
            Stream.concat(OWN_KEYS.stream(), AlertReader.KEYS.stream()).toList();
    private static final Pattern SITE = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final int LAST_PORT = 65535;
    private static final int MOST_RUNS = 10_000_000;

    private final Path folder;
    private final Problems problems = new Problems();
    private final GivenSettings given;
    private final Values values;
    private final Passwords passwords;
    private final DatabaseReader databaseReader;
    private final SiteReader siteReader;

    SettingsReader(Path file, Map<String, String> environment, Map<String, String> commandLine) {
        Path absolute = file.toAbsolutePath().normalize();
        folder = absolute.resolveSibling("");
        given = new GivenSettings(absolute, environment, commandLine, problems);
        values = new Values(given, problems);
        passwords = new Passwords(folder, given, problems);
        databaseReader = new DatabaseReader(given, problems, values, passwords);
        siteReader = new SiteReader(given, problems, values, passwords, databaseReader);
    }

    Settings read() {
        List<String> sites = sites();
        given.written().forEach(setting -> refuseUnknown(setting, sites));
        refuseMistypedVariables();
        passwords.refuseInline();
        int port = values.number("drover.port", 0, LAST_PORT, 8080);
        Settings settings = new Settings(
                values.text("drover.host", "127.0.0.1"),
                port,
                folder("drover.routes", "routes"),
                folder("drover.logs", "logs"),
                folder("drover.data", "data"),
                values.text("drover.node", hostName() + ":" + port),
                values.number("drover.embedded.port", 1, LAST_PORT, 5433),
                keep(),
                values.flag("drover.clicks-first", false),
                values.flag("drover.count-waiting", true),
                new AlertReader(given, problems, values, passwords).read(),
                databaseReader.readControl(),
                sites.stream().map(siteReader::read).toList());
        problems.throwIfAny();
        return settings;
    }

    private Keep keep() {
        return new Keep(
                values.duration("drover.keep.rows", Keep.USUAL.rows()),
                values.duration("drover.keep.runs", Keep.USUAL.runs()),
                values.number("drover.keep.runs-per-task", 1, MOST_RUNS, Keep.USUAL.runsPerTask()),
                values.duration("drover.keep.logs", Keep.USUAL.logs()));
    }

    private Path folder(String key, String byDefault) {
        return folder.resolve(values.text(key, byDefault)).normalize();
    }

    private List<String> sites() {
        String place = given.find("drover.sites").map(Setting::place).orElse(given.placeOf("drover.sites"));
        List<String> sites = new ArrayList<>();
        for (String site : values.text("drover.sites", "LIVE,STAGE").split(",", -1)) {
            String name = site.strip();
            if (!SITE.matcher(name).matches()) {
                problems.add(
                        place,
                        "\"" + name + "\" is no name of a site, write up to 32 of A to Z, 0 to 9 and _,"
                                + " starting with a letter");
            } else if (sites.contains(name)) {
                problems.add(place, "names " + name + " twice, remove one");
            } else {
                sites.add(name);
            }
        }
        return sites;
    }

    private void refuseUnknown(Setting setting, List<String> sites) {
        String key = setting.key();
        String[] parts = key.split("\\.", 3);
        if (parts[0].equals("site") && parts.length == 3 && !parts[2].isEmpty()) {
            if (!sites.contains(parts[1])) {
                problems.add(
                        setting,
                        "there is no site " + parts[1] + " in drover.sites" + orElse(NearMiss.hint(parts[1], sites)));
            }
        } else if (!KEYS.contains(key)) {
            problems.add(setting, "is no key of Drover" + orElse(NearMiss.hint(key, KEYS)));
        }
    }

    private static String orElse(String hint) {
        return hint.isEmpty() ? ", remove it or correct its name" : hint;
    }

    /** Other programs' variables may start with DROVER_ too, so only a near miss of a known one is refused. */
    private void refuseMistypedVariables() {
        List<String> known = KEYS.stream().map(GivenSettings::variableOf).toList();
        Set<String> variables = given.variables();
        for (String variable : variables) {
            if (variable.startsWith("DROVER_") && !known.contains(variable)) {
                String hint = NearMiss.hint(variable, known);
                if (!hint.isEmpty()) {
                    problems.add("environment " + variable, "is no variable of Drover" + hint);
                }
            }
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine without a name still needs one for its node
        }
    }
}
