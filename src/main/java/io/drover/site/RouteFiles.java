package io.drover.site;

import io.drover.config.DroverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The route files of one site: {@code routes/*.camel.yaml} and {@code routes/*.java}, each replaced by a file of the
 * same name in {@code routes/SITE/} where there is one.
 *
 * <p>Each file is loaded by itself. One that is broken is a {@link RouteProblem} and leaves its last good version in
 * place; the others are loaded all the same. Thread-safe.
 */
final class RouteFiles {

    /** A route file is a page of text; anything larger would only cost the parser memory. */
    private static final long MOST_BYTES = 256 * 1024;

    private final CamelContext context;
    private final Path folder;
    private final String site;
    private final Map<String, Loaded> loaded = new TreeMap<>();
    private final Map<String, RouteProblem> problems = new TreeMap<>();

    private record Loaded(Path file, String text, String route) {}

    RouteFiles(CamelContext context, Path folder, String site) {
        this.context = context;
        this.folder = folder;
        this.site = site;
    }

    /** What is wrong with the files as they were at the last {@link #load()}. */
    synchronized List<RouteProblem> problems() {
        return List.copyOf(problems.values());
    }

    /** The files whose routes are in the context. */
    synchronized List<Path> loadedFiles() {
        return loaded.values().stream().map(Loaded::file).toList();
    }

    /** Brings the site's Camel up to date with the files. Routes of unchanged files are not touched. */
    synchronized Collection<RouteProblem> load() {
        Map<String, Path> files = files();
        problems.clear();
        for (String gone : loaded.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .toList()) {
            remove(loaded.remove(gone).route());
        }
        files.forEach((name, file) -> {
            try {
                String text = read(file);
                Loaded before = loaded.get(name);
                if (before == null
                        || !before.text().equals(text)
                        || !before.file().equals(file)) {
                    replace(name, file, text);
                }
            } catch (Exception | StackOverflowError e) {
                problems.put(name, new RouteProblem(file.toString(), RouteFault.describe(e)));
            }
        });
        return List.copyOf(problems.values());
    }

    private Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        for (Path each : List.of(folder, folder.resolve(site))) {
            if (!Files.isDirectory(each)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(each)) {
                entries.filter(RouteFiles::isRouteFile)
                        .forEach(file -> files.put(file.getFileName().toString(), file));
            } catch (IOException e) {
                throw new DroverException("The folder %s cannot be read: %s".formatted(each, e.getMessage()), e);
            }
        }
        return files;
    }

    private static boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".camel.yaml") || name.endsWith(".java"));
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new DroverException("The file is larger than %d kB".formatted(MOST_BYTES / 1024));
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private void replace(String name, Path file, String text) throws Exception {
        String route = checkedRoute(name, parse(file, text));
        Loaded before = loaded.get(name);
        if (before != null) {
            remove(before.route());
        }
        try {
            context.addRoutes(builder(file, text));
            loaded.put(name, new Loaded(file, text, route));
        } catch (Exception e) {
            remove(route);
            if (before != null) {
                context.addRoutes(builder(before.file(), before.text()));
            }
            throw e;
        }
    }

    private String checkedRoute(String name, List<RouteDefinition> routes) {
        if (routes.size() != 1) {
            throw new DroverException("A file defines one route; this one defines " + routes.size());
        }
        String id = Optional.ofNullable(routes.get(0).getRouteId()).orElse("none");
        String wanted = RouteName.of(name);
        if (!id.equals(wanted)) {
            throw new DroverException(
                    "The route's id is %s, but after the file's name it must be %s".formatted(id, wanted));
        }
        return id;
    }

    /** Reads the file without changing anything in the context. */
    private List<RouteDefinition> parse(Path file, String text) throws Exception {
        RouteBuilder builder = builder(file, text);
        builder.setCamelContext(context);
        builder.configure();
        return builder.getRouteCollection().getRoutes();
    }

    private RouteBuilder builder(Path file, String text) throws Exception {
        Resource resource = ResourceHelper.fromString("file:" + file, text);
        return PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource)).stream()
                .filter(RouteBuilder.class::isInstance)
                .map(RouteBuilder.class::cast)
                .peek(builder -> builder.setResource(resource))
                .findFirst()
                .orElseThrow(() -> new DroverException("The file defines no route"));
    }

    private void remove(String route) {
        try {
            if (context.getRoute(route) != null) {
                context.getRouteController().stopRoute(route);
                context.removeRoute(route);
            }
        } catch (Exception e) {
            throw new DroverException("Route %s cannot be removed: %s".formatted(route, e.getMessage()), e);
        }
    }
}
