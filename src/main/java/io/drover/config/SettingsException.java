package io.drover.config;

import java.util.List;

/** Settings that cannot be used. It carries every problem found, not only the first; no message shows a password. */
public final class SettingsException extends DroverException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always the immutable JDK list
    private final List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line per problem, in the order found: {@code application.properties:LINE: key: what is wrong, what to do}. */
    public List<String> problems() {
        return problems;
    }
}
