package io.drover.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as steps: what they are given, what they leave, how they end (S61 to S67, IA13, IA14). Real processes. */
class CommandTest {

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private Path folder;

    @BeforeEach
    void make_the_folder(@TempDir Path parent) throws IOException {
        folder = Files.createDirectory(parent.resolve("commands"));
    }

    private Path write(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private Command command(String script, String... arguments) throws IOException {
        Path program = new CommandFolder(folder, "LIVE")
                .program(write("program", script).getFileName().toString());
        return new Command("program", program, "LIVE", List.of(arguments), Set.of(0), StandardCharsets.UTF_8);
    }

    private int run(Command command) throws Exception {
        try (CommandProcess process = CommandProcess.start(command, Map.of("DROVER_SITE", "LIVE"), said::add)) {
            return process.awaitEnd();
        }
    }

    @Test
    void S61_S62_arguments_arrive_as_they_are_and_no_shell_looks_at_them() throws Exception {
        String[] arguments = {
            ";id", "$(id)", "`id`", "|id", "&&", "*", "~", "-rf", "--output=/x", "\u201cquoted\u201d", "a\\b"
        };
        assertThat(run(command("for each in \"$@\"; do echo \"[$each]\"; done", arguments)))
                .isZero();
        assertThat(said)
                .containsExactlyElementsOf(
                        Arrays.stream(arguments).map("[%s]"::formatted).toList());
    }

    @Test
    void S63_IA13_a_program_knows_nothing_of_the_environment_but_what_it_needs() throws Exception {
        assertThat(run(command("env | cut -d= -f1 | sort; pwd"))).isZero();
        assertThat(said)
                .contains(
                        "DROVER_SITE",
                        "DROVER_COMMAND",
                        "PATH",
                        folder.toRealPath().toString())
                .noneMatch(name -> name.contains("PASSWORD"))
                .isSubsetOf(
                        "DROVER_SITE",
                        "DROVER_COMMAND",
                        "PATH",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "TZ",
                        "TMPDIR",
                        // What the shell sets by itself.
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_",
                        folder.toRealPath().toString());
    }

    @Test
    void S67_IA14_a_program_that_asks_for_input_gets_its_end_at_once() throws Exception {
        assertThat(run(command("read -r answer || echo nobody is there; exit 4")))
                .isEqualTo(4);
        assertThat(said).containsExactly("nobody is there");
    }

    @Test
    void S66_any_amount_of_output_is_taken_and_a_line_without_end_is_cut() throws Exception {
        long before = used();
        assertThat(run(command("head -c 200000000 /dev/zero | tr '\\0' 'x'; echo; echo last >&2")))
                .isZero();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).hasSize(2_000);
        assertThat(said.get(1)).isEqualTo("last");
        assertThat(used() - before).as("bytes").isLessThan(20_000_000);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Trees of processes, each of which sleeps for a time that nobody else sleeps for. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a child                                 | sleep TIME
            a child in the background               | sleep TIME & sleep TIME & wait
            a session of its own                    | setsid sleep TIME & wait
            an orphan in a session of its own       | (setsid sleep TIME &) ; sleep TIME
            one that ignores being asked            | trap '' TERM INT HUP; sleep TIME & while true; do sleep TIME; done
            """)
    void S65_F80_nothing_that_a_program_began_is_left_when_its_run_is_stopped(String shape, String script)
            throws Exception {
        String time = "%d.%d"
                .formatted(
                        5_000 + Math.floorMod(UUID.randomUUID().hashCode(), 1_000_000),
                        ProcessHandle.current().pid());
        Command command = command("echo begun; " + script.replace("TIME", time));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> stopped = new CompletableFuture<>();
        Thread run = new Thread(() -> {
            long[] asked = new long[1];
            try (CommandProcess process = CommandProcess.start(command, Map.of(), line -> begun.countDown())) {
                process.awaitEnd();
            } catch (InterruptedException e) {
                asked[0] = System.nanoTime();
            } catch (IOException e) {
                stopped.completeExceptionally(e);
            }
            stopped.complete(asked[0]);
        });
        run.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await(shape).until(() -> sleeping(time) > 0);
        long asked = System.nanoTime();
        run.interrupt();
        stopped.get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Bar.ofSeconds(3));
        assertThat(sleeping(time)).as("left").isZero();
    }

    @Test
    void S65_nor_when_it_ends_by_itself_and_leaves_somebody_behind() throws Exception {
        String time = "%d.%d".formatted(7_000, ProcessHandle.current().pid());
        assertThat(run(command("(setsid sleep %s &) ; echo done".formatted(time))))
                .isZero();
        assertThat(sleeping(time)).isZero();
        assertThat(said).containsExactly("done");
    }

    private static long sleeping(String time) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + time))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../program", "/bin/sh", "a b", "", ".hidden", "program\n", "$(id)"})
    void S63_what_is_no_name_of_a_program_is_refused(String name) {
        assertThatThrownBy(() -> new CommandFolder(folder, "LIVE").program(name))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is no name of a program");
    }

    @Test
    void S63_a_program_that_is_not_there_or_lies_elsewhere_or_may_not_be_executed_is_refused() throws IOException {
        CommandFolder commands = new CommandFolder(folder, "LIVE");
        Files.createSymbolicLink(folder.resolve("shell"), Path.of("/bin/sh"));
        Files.writeString(folder.resolve("text"), "no program");
        assertThatThrownBy(() -> commands.program("absent")).hasMessageContaining("There is no program absent");
        assertThatThrownBy(() -> commands.program("shell")).hasMessageContaining("is a link to");
        assertThatThrownBy(() -> commands.program("text")).hasMessageContaining("chmod u+x");
    }

    @Test
    void a_program_that_cannot_be_started_is_told() throws Exception {
        Path program = write("program", "");
        Files.writeString(program, "#!/no/such/interpreter\n");
        Command command = new Command("program", program, "LIVE", List.of(), Set.of(0), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> run(command))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("program cannot be started");
    }
}
