package io.drover.app;

import io.drover.config.Secret;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.site.RouteCheck;
import io.drover.site.RouteProblem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover validate}: checks settings and route files without touching anything. */
@Command(
        name = "validate",
        description = {
            "Checks settings and route files as Drover does when they change: form, options, schedules, SQL files.",
            "One line for each problem, FILE:LINE: REASON.",
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

    private final PrintStream out;

    ValidateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.load(file, System.getenv(), Map.of());
        EmbeddedAccess access = EmbeddedAccess.existing(settings.data(), settings.embeddedPort())
                .orElse(new EmbeddedAccess(settings.embeddedPort(), new Secret(""), new Secret("")));
        boolean askDatabases = !settings.usesEmbedded() || access.isServing();
        Settings resolved =
                settings.withDatabases(database -> database.isEmbedded() ? access.resolve(database) : database);
        boolean isWell =
                print(problems(resolved, askDatabases), resolved.sites().size());
        if (!askDatabases) {
            out.println("Queries were not compared with their tables: the embedded databases are not running"
                    + " (./drover run starts them).");
        }
        return isWell ? 0 : 1;
    }

    /** Each problem once, with the sites that have it. */
    private static Map<String, List<String>> problems(Settings settings, boolean askDatabases) {
        Map<String, List<String>> problems = new LinkedHashMap<>();
        for (SiteSettings site : settings.sites()) {
            try (RouteCheck check = new RouteCheck(site, settings.routes())) {
                for (RouteProblem problem : check.problems(askDatabases)) {
                    problems.computeIfAbsent(problem.text(), text -> new ArrayList<>())
                            .add(site.name());
                }
            }
        }
        return problems;
    }

    private boolean print(Map<String, List<String>> problems, int sites) {
        problems.forEach((problem, having) ->
                out.println(having.size() == sites ? problem : problem + " (site " + String.join(", ", having) + ")"));
        if (problems.isEmpty()) {
            out.println("All route files are well.");
        }
        return problems.isEmpty();
    }
}
