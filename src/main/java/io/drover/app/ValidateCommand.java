package io.drover.app;

import io.drover.config.Secret;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.site.RouteCheck;
import io.drover.site.RouteProblem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover validate}: checks settings and route files without touching anything. */
@Command(
        name = "validate",
        description = {
            "Checks settings and route files: form, options, schedules, SQL files.",
            "Where the databases answer, also that each query fits the table it is sent to. Changes nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0 all is well, 1 there are problems."})
final class ValidateCommand implements Callable<Integer> {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            defaultValue = "application.properties",
            description = "Settings file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("application.properties");

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Settings settings = Settings.load(file, System.getenv(), Map.of());
        EmbeddedAccess access = EmbeddedAccess.existing(settings.data(), settings.embeddedPort())
                .orElse(new EmbeddedAccess(settings.embeddedPort(), new Secret(""), new Secret("")));
        boolean askDatabases = !settings.usesEmbedded() || access.isServing();
        Settings resolved =
                settings.withDatabases(database -> database.isEmbedded() ? access.resolve(database) : database);
        int problems = 0;
        for (SiteSettings site : resolved.sites()) {
            problems += check(resolved, site, askDatabases);
        }
        if (!askDatabases) {
            out.println("Queries were not compared with their tables: the embedded databases are not running"
                    + " (./drover run starts them).");
        }
        return problems == 0 ? 0 : 1;
    }

    private int check(Settings settings, SiteSettings site, boolean askDatabases) {
        try (RouteCheck check = new RouteCheck(site, settings.routes())) {
            List<RouteProblem> problems = check.problems(askDatabases);
            problems.forEach(problem -> out.printf("%s, %s: %s%n", site.name(), problem.file(), problem.message()));
            if (problems.isEmpty()) {
                out.printf("%s: all route files are well.%n", site.name());
            }
            return problems.size();
        }
    }
}
