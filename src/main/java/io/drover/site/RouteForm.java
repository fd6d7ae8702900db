package io.drover.site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The form of a YAML route file: the canonical one that Camel's tools read and write, one route, a description, few
 * steps. Every deviation is told with its line.
 */
final class RouteForm {

    private static final int MOST_STEPS = 7;
    private static final int MOST_ALIASES = 10;
    private static final Set<String> LANGUAGES = Set.of(
            "simple", "constant", "header", "exchangeProperty", "jsonpath", "xpath", "method", "ref", "tokenize");

    private final List<String> problems = new ArrayList<>();

    private RouteForm() {}

    /** What is wrong with the text of a file, in the order of its lines; empty when nothing is. */
    static List<String> problems(String text) {
        RouteForm form = new RouteForm();
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(MOST_ALIASES).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresentOrElse(form::checkFile, () -> form.problems.add("The file is empty"));
        } catch (YamlEngineException e) {
            form.problems.add(RouteFault.describe(e));
        } catch (StackOverflowError e) {
            form.problems.add(RouteFault.describe(e));
        }
        return form.problems;
    }

    private void checkFile(Node root) {
        Node route = root instanceof SequenceNode list
                        && list.getValue().size() == 1
                        && list.getValue().get(0) instanceof MappingNode item
                ? value(item, "route")
                : null;
        if (!(route instanceof MappingNode definition)) {
            add(root, "A file holds one entry, '- route:'");
            return;
        }
        checkNode(root, "");
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
                add(entry.getKeyNode(), "'" + key + "' is given twice");
            }
            if (key.equals("uri")
                    && entry.getValueNode() instanceof ScalarNode uri
                    && uri.getValue().contains("?")) {
                add(uri, "Options stand under 'parameters:', not in the uri");
            }
            boolean inExpression = parent.equals("expression") || parent.equals("correlationExpression");
            if (LANGUAGES.contains(key) && (!inExpression || !(entry.getValueNode() instanceof MappingNode))) {
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

    private void add(Node node, String problem) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        problems.add("line " + line + ": " + problem);
    }
}
