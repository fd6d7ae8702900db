package io.drover.command;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Run a program of this machine.
 *
 * <p>Works as a step of a task. What the program writes goes to the log of the run. When the step has ended, however that
 * came about, nothing of the program runs any more.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "command",
        title = "Command",
        syntax = "command:program",
        producerOnly = true,
        category = {Category.CORE})
public class CommandEndpoint extends DefaultEndpoint {

    /** Whoever sees the task sees these words too (IA13). */
    private static final Pattern SECRET = Pattern.compile("(?i).*(passw|pwd|secret|token).*");

    @UriPath(description = "Name of the program, a file in routes/commands")
    @Metadata(required = true)
    private String program = "";

    @UriParam(
            description =
                    "Arguments separated by blanks, each given to the program as it is; no shell is between. Never a"
                            + " password: everybody could read it")
    private @Nullable String arguments;

    @UriParam(defaultValue = "0", description = "Exit codes that mean success, separated by comma")
    private String success = "0";

    @UriParam(defaultValue = "UTF-8", description = "Character set in which the program writes")
    private String charset = "UTF-8";

    public CommandEndpoint(String uri, CommandComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        // What makes no sense is told when the file is loaded, not when its first run comes.
        command();
        return new CommandProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("command: is a step of a route, not its beginning");
    }

    /**
     * What is to be run, as it is on disk at this moment.
     *
     * @throws CommandException when there is no such program
     * @throws IllegalArgumentException naming the option that makes no sense
     */
    Command command() {
        CommandFolder folder = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), CommandFolder.class);
        return new Command(
                program, folder.program(program), folder.site(), words(), successes(), Charset.forName(charset));
    }

    private List<String> words() {
        List<String> words = arguments == null || arguments.isBlank()
                ? List.of()
                : Arrays.asList(arguments.strip().split("\\s+"));
        words.stream().filter(SECRET.asMatchPredicate()).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException(
                    "Option arguments names what looks like a password. Everybody who sees the"
                            + " task could read it; let the program read it from a file that only it may read");
        });
        return words;
    }

    private Set<Integer> successes() {
        try {
            return Arrays.stream(success.split(","))
                    .map(String::strip)
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Option success is '%s'; it is one or more exit codes, e.g. 0,2".formatted(success), e);
        }
    }

    public String getProgram() {
        return program;
    }

    public void setProgram(String program) {
        this.program = program;
    }

    public @Nullable String getArguments() {
        return arguments;
    }

    public void setArguments(@Nullable String arguments) {
        this.arguments = arguments;
    }

    public String getSuccess() {
        return success;
    }

    public void setSuccess(String success) {
        this.success = success;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }
}
