package io.drover.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code drover validate} as a build server calls it: nothing is running, and nothing is left behind. */
class ValidateCommandTest {

    private static final String GOOD = """
            - route:
                id: trial
                description: Sends one row
                from:
                  uri: task:trial
                  steps:
                    - to:
                        uri: sql:select 1 as code
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:public.trial
                        parameters:
                          key: code
            """;

    @TempDir
    private Path folder;

    private String printed = "";

    @BeforeEach
    void settings() throws IOException {
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        Files.createDirectory(folder.resolve("routes"));
    }

    private int validate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ValidateCommand command = new ValidateCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        int code = new CommandLine(command)
                .execute("--settings", folder.resolve("application.properties").toString());
        printed = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve("routes").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void good_files_are_well_and_the_exit_code_says_so() throws IOException {
        write("trial.camel.yaml", GOOD);
        assertThat(validate()).isZero();
        assertThat(printed).contains("All route files are well.");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void each_problem_is_one_line_with_file_line_and_reason() throws IOException {
        write("trial.camel.yaml", GOOD.replace("send:", "sned:"));
        write("second.camel.yaml", "id: [second");
        write("LIVE/third.camel.yaml", GOOD);
        assertThat(validate()).isEqualTo(1);
        assertThat(printed.lines().filter(line -> line.startsWith("routes/")))
                .hasSize(3)
                .anyMatch(line -> line.matches("routes/trial.camel.yaml:12: .*sned.*"))
                .anyMatch(line -> line.matches("routes/second.camel.yaml:\\d+: .*expected.*"))
                .anyMatch(line -> line.matches("routes/LIVE/third.camel.yaml:2: .*must be third.* \\(site LIVE\\)"));
    }

    @Test
    void IA3_options_of_mail_that_are_not_there_missing_or_without_sense_are_told_with_their_line() throws IOException {
        String mails = GOOD.replace("send:public.trial", "mail:reminder");
        write("trial.camel.yaml", mails);
        assertThat(validate()).as(printed).isZero();
        write("trial.camel.yaml", mails.replace("key: code", "key: code, recipients: nobody"));
        write("second.camel.yaml", mails.replace("trial", "second").replace("key: code", "kye: code"));
        write("third.camel.yaml", mails.replace("trial", "third").replace("mail:reminder", "mail:Re minder"));
        assertThat(validate()).isEqualTo(1);
        assertThat(printed.lines().filter(line -> line.startsWith("routes/")))
                .as(printed)
                .hasSize(3);
    }

    /** A task that follows others, as its files say. */
    private static String chained(String task, String... schedules) {
        return GOOD.replace("trial", task)
                .replace("steps:", "parameters: {%s}\n      steps:".formatted(String.join(", ", schedules)));
    }

    @Test
    void IA12_a_chain_that_goes_round_is_told_with_its_way_round_and_so_is_one_without_a_beginning()
            throws IOException {
        write("first.camel.yaml", chained("first", "changed: after third"));
        write("second.camel.yaml", chained("second", "changed: after first"));
        write("third.camel.yaml", chained("third", "changed: after second whatever its result"));
        write("alone.camel.yaml", chained("alone", "changed: every day at 02:00", "all: after thirt"));
        assertThat(validate()).isEqualTo(1);
        assertThat(printed.lines().filter(line -> line.startsWith("routes/")))
                .hasSize(2)
                .anyMatch(line -> line.matches("routes/third.camel.yaml:\\d+: .*it would run for ever: .* → .*"))
                .anyMatch(line -> line.contains("routes/alone.camel.yaml")
                        && line.contains("'after thirt': there is no task thirt, did you mean third?"));
    }

    @Test
    void IA12_a_chain_with_a_beginning_is_well() throws IOException {
        write("first.camel.yaml", chained("first", "changed: every day at 02:00"));
        write("second.camel.yaml", chained("second", "changed: after first"));
        assertThat(validate()).as(printed).isZero();
    }
}
