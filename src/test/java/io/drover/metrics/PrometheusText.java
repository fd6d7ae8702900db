package io.drover.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures in the text format of Prometheus 0.0.4, read as strictly as its specification is: whatever Prometheus itself would
 * refuse, or take for something else, is refused.
 */
final class PrometheusText {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private String family = "";

    private PrometheusText() {}

    static PrometheusText read(String text) {
        PrometheusText read = new PrometheusText();
        check(text.endsWith("\n"), "the last line does not end");
        text.lines().forEach(read::line);
        read.checkHistograms();
        return read;
    }

    private static void check(boolean isRight, String problem) {
        if (!isRight) {
            throw new AssertionError(problem);
        }
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            open(comment.group(2));
            if (comment.group(1).equals("TYPE")) {
                check(
                        Set.of("counter", "gauge", "histogram", "summary", "untyped")
                                .contains(comment.group(3)),
                        "no such type: " + line);
                check(types.put(family, comment.group(3)) == null, "two types: " + line);
                check(!samples.containsKey(family), "a type after its samples: " + line);
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: " + line);
        String name = sample.group(1);
        check(belongs(name), "a sample outside its family " + family + ": " + line);
        Map<String, String> labels = labels(Optional.ofNullable(sample.group(2)).orElse(""), line);
        Double before =
                samples.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(labels, value(sample.group(3)));
        check(before == null, "twice: " + line);
    }

    /** The lines of a family stand together. */
    private void open(String name) {
        if (!name.equals(family)) {
            closed.add(family);
            check(!closed.contains(name), "not together: " + name);
            family = name;
        }
    }

    private boolean belongs(String name) {
        return switch (types.getOrDefault(family, "none")) {
            case "counter" -> name.equals(family) && name.endsWith("_total");
            case "histogram" ->
                List.of("_bucket", "_sum", "_count").stream().anyMatch(end -> name.equals(family + end));
            case "summary" ->
                name.equals(family) || List.of("_sum", "_count").stream().anyMatch(end -> name.equals(family + end));
            case "none" -> false;
            default -> name.equals(family);
        };
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            check(label.find() && label.start() == end, "no label at " + end + ": " + line);
            check(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + line);
            end = label.end();
        }
        return labels;
    }

    private static String unescaped(String text) {
        return text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
    }

    /** Buckets only grow, and the last one holds all. */
    private void checkHistograms() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                Map<Map<String, String>, TreeMap<Double, Double>> buckets = new HashMap<>();
                samples.getOrDefault(name + "_bucket", Map.of()).forEach((labels, count) -> {
                    Map<String, String> others = new TreeMap<>(labels);
                    double most = value(String.valueOf(others.remove("le")));
                    buckets.computeIfAbsent(others, key -> new TreeMap<>()).put(most, count);
                });
                buckets.forEach((labels, counts) -> {
                    List<Double> inOrder = new ArrayList<>(counts.values());
                    check(inOrder.stream().sorted().toList().equals(inOrder), name + " shrinks: " + counts);
                    check(
                            counts.get(Double.POSITIVE_INFINITY)
                                    .equals(samples.get(name + "_count").get(labels)),
                            name + " does not hold all: " + counts);
                });
            }
        });
    }

    Set<String> names() {
        return samples.keySet();
    }

    /** Of a name, by labels; empty where there is none. */
    Map<Map<String, String>, Double> all(String name) {
        return samples.getOrDefault(name, Map.of());
    }

    /** @param labels name and value by turns */
    Optional<Double> find(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return Optional.ofNullable(all(name).get(wanted));
    }
}
