package io.drover.site;

import io.drover.config.DroverException;
import io.drover.config.PlainLine;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one line what is wrong with a route file, out of the chain of exceptions a parser or Camel throws. */
final class RouteFault {

    private static final int LONGEST = 500;

    /** What the Java compiler says: {@code /Trial.java:7: error: ';' expected}, then the line itself and a caret. */
    private static final Pattern COMPILER = Pattern.compile("\\.java:(\\d+): error: (.*)");

    private RouteFault() {}

    /** @param line where the fault is, if it does not say so itself; null where nobody knows */
    static BrokenRouteException broken(Throwable fault, @Nullable Integer line) {
        if (fault instanceof BrokenRouteException known) {
            return known.line() == null && line != null ? new BrokenRouteException(line, describe(known)) : known;
        }
        for (Throwable each : causes(fault).toList()) {
            if (each instanceof MarkedYamlEngineException yaml
                    && yaml.getProblemMark().isPresent()) {
                return new BrokenRouteException(yaml.getProblemMark().get().getLine() + 1, problem(yaml));
            }
            Matcher compiler = COMPILER.matcher(String.valueOf(each.getMessage()));
            if (compiler.find()) {
                return new BrokenRouteException(Integer.valueOf(compiler.group(1)), oneLine(compiler.group(2)));
            }
        }
        return new BrokenRouteException(line, describe(fault));
    }

    private static String problem(MarkedYamlEngineException yaml) {
        String context =
                yaml.getContext() == null ? "" : " (" + yaml.getContext().strip() + ")";
        return oneLine(yaml.getProblem() + context);
    }

    static String describe(Throwable fault) {
        if (fault instanceof StackOverflowError) {
            return "The file is nested too deeply";
        }
        Throwable root = causes(fault)
                .filter(each -> each instanceof DroverException || each.getCause() == null)
                .findFirst()
                .orElse(fault);
        if (root instanceof NoSuchFileException missing) {
            return "There is no file " + missing.getFile();
        }
        if (root instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read";
        }
        return oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    static boolean isCausedBy(Throwable fault, Class<? extends Throwable> type) {
        return causes(fault).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, each -> each != null, Throwable::getCause);
    }

    private static String oneLine(String message) {
        String line = PlainLine.of(message.strip().replaceAll("\\s*\\R\\s*", " "));
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
