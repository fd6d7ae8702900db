package io.drover.site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The form of a YAML route file. What keeps it from being used is thrown: no YAML, or nothing but a route in it, or a name
 * given twice. What only makes it hard to read for people and Camel's tools is told: compact notation, a missing
 * description, many steps. Everything with its line.
 */
final class RouteForm {

    private static final int MOST_STEPS = 7;
    private static final Set<String> LANGUAGES = Set.of(
            "simple", "constant", "header", "exchangeProperty", "jsonpath", "xpath", "method", "ref", "tokenize");

    /** What a file may say of its route in entries of their own. */
    private static final List<String> AROUND_A_ROUTE =
            List.of("onCompletion", "onException", "intercept", "interceptFrom", "interceptSendToEndpoint");

    /** Camel's notation for a bean that is made on the spot. */
    private static final String MAKES_AN_OBJECT = "#class:";

    private final String file;
    private final List<RouteProblem> problems = new ArrayList<>();

    private RouteForm(String file) {
        this.file = file;
    }

    /**
     * @param file as people know it
     * @return what is hard to read, in the order of the lines; empty when nothing is
     * @throws BrokenRouteException when the file cannot be used
     */
    static List<RouteProblem> problems(String file, String text) {
        RouteForm form = new RouteForm(file);
        try {
            YamlLimits.check(text);
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            form.checkFile(root.orElseThrow(() -> new BrokenRouteException(1, "The file is empty")));
        } catch (YamlEngineException | StackOverflowError e) {
            throw RouteFault.broken(e, null);
        }
        return form.problems;
    }

    private void checkFile(Node root) {
        if (!(root instanceof SequenceNode list)) {
            throw onlyARoute(root);
        }
        List<MappingNode> routes = new ArrayList<>();
        for (Node entry : list.getValue()) {
            if (!(entry instanceof MappingNode item) || item.getValue().size() != 1) {
                throw onlyARoute(entry);
            }
            if (AROUND_A_ROUTE.stream().noneMatch(name -> value(item, name) != null)) {
                routes.add(item);
            }
        }
        if (routes.size() != 1) {
            throw onlyARoute(routes.isEmpty() ? root : routes.get(1));
        }
        checkEntry(routes.get(0));
        checkNode(root, "");
    }

    private void checkEntry(MappingNode item) {
        if (value(item, "route") instanceof MappingNode definition) {
            checkRoute(definition);
        } else if (value(item, "from") != null) {
            add(item, "The entry is '- route:'; under it 'id:', 'description:' and 'from:'");
        } else {
            throw onlyARoute(item);
        }
    }

    private static BrokenRouteException onlyARoute(Node where) {
        return new BrokenRouteException(
                line(where),
                "A file holds one entry, '- route:', and besides it only " + String.join(", ", AROUND_A_ROUTE));
    }

    private void checkRoute(MappingNode definition) {
        for (String key : List.of("id", "description")) {
            if (!(value(definition, key) instanceof ScalarNode scalar)
                    || scalar.getValue().isBlank()) {
                add(definition, "The route needs '" + key + "'");
            }
        }
        Node from = value(definition, "from");
        if (!(from instanceof MappingNode start) || !(value(start, "steps") instanceof SequenceNode steps)) {
            add(definition, "The route needs 'from:' with 'uri:' and 'steps:'");
        } else if (steps.getValue().size() > MOST_STEPS) {
            add(
                    steps,
                    "The route has %d steps; more than %d are hard to follow"
                            .formatted(steps.getValue().size(), MOST_STEPS));
        }
    }

    private void checkNode(Node node, String parent) {
        if (node instanceof SequenceNode list) {
            for (Node entry : list.getValue()) {
                if (parent.equals("steps")) {
                    checkStep(entry);
                }
                checkNode(entry, "");
            }
        } else if (node instanceof MappingNode mapping) {
            checkMapping(mapping, parent);
        } else if (node instanceof ScalarNode scalar && scalar.getValue().contains(MAKES_AN_OBJECT)) {
            // Reading a file must run nothing (RELIABILITY S45), and a constructor is code.
            throw new BrokenRouteException(
                    line(node),
                    "'%s' makes an object while the file is read; name a bean, or write the task in Java"
                            .formatted(MAKES_AN_OBJECT));
        }
    }

    private void checkStep(Node step) {
        if (!(step instanceof MappingNode mapping)
                || mapping.getValue().size() != 1
                || !(mapping.getValue().get(0).getValueNode() instanceof MappingNode)) {
            add(step, "A step has one name with its options under it, such as 'to:' with 'uri:' and 'parameters:'");
        }
    }

    private void checkMapping(MappingNode mapping, String parent) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!seen.add(key)) {
                throw new BrokenRouteException(line(entry.getKeyNode()), "'" + key + "' is given twice");
            }
            if (key.equals("uri")
                    && entry.getValueNode() instanceof ScalarNode uri
                    && uri.getValue().contains("?")) {
                add(uri, "Options stand under 'parameters:', not in the uri");
            }
            boolean inExpression = parent.equals("expression") || parent.equals("correlationExpression");
            // An option of a component may bear such a name, as 'method' of bean: does.
            boolean isOption = parent.equals("parameters");
            if (LANGUAGES.contains(key)
                    && !isOption
                    && (!inExpression || !(entry.getValueNode() instanceof MappingNode))) {
                add(entry.getKeyNode(), "Write 'expression:', under it '%s:', under it 'expression:'".formatted(key));
            }
            checkNode(entry.getValueNode(), key);
        }
    }

    private static @Nullable Node value(MappingNode mapping, String key) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    private void add(Node node, String reason) {
        problems.add(new RouteProblem(file, line(node), reason));
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
