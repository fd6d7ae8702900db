package io.drover.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exports that are dropped into a folder, sent by a task that needs no ERP database, and what becomes of the files. */
@ExtendWith(Installation.Shared.class)
class CsvSourceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    @TempDir
    static Path inbox;

    private final Installation drover;

    CsvSourceTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void add_task(Installation drover) throws IOException, InterruptedException {
        Files.writeString(drover.routes().resolve("csv-stock.camel.yaml"), """
                - route:
                    id: csv-stock
                    description: Sends stock out of exports
                    from:
                      uri: task:csv-stock
                      parameters:
                        source: none
                      steps:
                        - to:
                            uri: csv:%s
                            parameters:
                              include: stock*.csv
                              delimiter: ";"
                              settle: 0
                        - to:
                            uri: send:public.csv_stock
                            parameters:
                              key: code
                """.formatted(inbox));
        drover.web()
                .sql("create table public.csv_stock (code text primary key, qty int not null, seen date)")
                .update();
        drover.restart(drover.live());
    }

    @AfterAll
    static void remove_task(Installation drover) throws IOException, InterruptedException {
        Files.delete(drover.routes().resolve("csv-stock.camel.yaml"));
        drover.web().sql("drop table public.csv_stock").update();
        drover.restart(drover.live());
    }

    @BeforeEach
    void empty_folder() throws IOException {
        drover.web()
                .sql("truncate public.csv_stock; delete from drover.sent_column where task = 'csv-stock'")
                .update();
        Files.createDirectories(inbox.resolve("done"));
        for (Path folder : List.of(inbox, inbox.resolve("done"))) {
            for (String name : names(folder)) {
                Files.delete(folder.resolve(name));
            }
        }
    }

    @Test
    void the_newest_export_is_sent_and_moved_with_those_it_supersedes() throws IOException {
        drop("stock-1.csv", "code;qty;seen\nA;1;\n", NOW.minusSeconds(90));
        drop("stock-2.csv", "code;qty;seen\nA;2;2026-11-22\nB;3;\n", NOW);
        Files.writeString(inbox.resolve("other.csv"), "x\n");
        Run run = send(Mode.ALL);
        assertThat(run.message()).isEqualTo("2 inserted, 0 updated, 0 removed");
        assertThat(rows()).containsExactly("A 2 2026-11-22", "B 3 -");
        assertThat(names(inbox)).containsExactly("other.csv");
        assertThat(names(inbox.resolve("done")))
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).matches("\\d{8}T\\d{6}Z-stock-2\\.csv"),
                        name -> assertThat(name).matches("\\d{8}T\\d{6}Z-superseded-stock-1\\.csv"));
        assertThat(log(run)).contains("Reads stock-2.csv").contains("stock-1.csv moved to");
    }

    @Test
    void no_file_is_never_an_empty_source() throws IOException {
        drop("stock.csv", "code;qty\nA;1\n", NOW);
        send(Mode.ALL);
        Run all = send(Mode.ALL);
        assertThat(all.result()).isEqualTo(Result.FAILED);
        assertThat(all.message()).isEqualTo("No file stock*.csv in " + inbox);
        Run changed = send(Mode.CHANGED);
        assertThat(changed.result()).isEqualTo(Result.OK);
        assertThat(changed.message()).isEqualTo("Nothing had changed");
        assertThat(log(changed)).contains("No file stock*.csv in " + inbox);
        assertThat(rows()).containsExactly("A 1 -");
    }

    @Test
    void an_empty_file_removes_nothing_and_stays() throws IOException {
        drop("stock.csv", "code;qty\nA;1\n", NOW);
        send(Mode.ALL);
        drop("stock.csv", "code;qty\n", NOW);
        Run run = send(Mode.ALL);
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).contains("the source is empty");
        assertThat(rows()).containsExactly("A 1 -");
        assertThat(names(inbox)).containsExactly("stock.csv");
    }

    @Test
    void a_run_that_fails_leaves_the_file_and_the_table() throws IOException {
        drop("stock.csv", "code;qty\nA;1\nB;2", NOW);
        Run run = send(Mode.ALL);
        assertThat(run.message()).contains("stock.csv line 3: the last line has no line end");
        assertThat(rows()).isEmpty();
        assertThat(names(inbox)).containsExactly("stock.csv");
    }

    @Test
    void a_line_that_does_not_fit_is_named() throws IOException {
        drop("stock.csv", "code;qty\nA;1\nB\nC;3\n", NOW);
        assertThat(send(Mode.ALL).message()).contains("stock.csv line 3");
        drop("stock.csv", "code;colour\nA;red\n", NOW);
        assertThat(send(Mode.ALL).message())
                .contains("the query had column qty")
                .contains("new in it: colour");
    }

    @Test
    void a_file_that_is_still_written_to_is_not_taken() throws IOException {
        CsvFolder folder = folder(CsvFolder.Take.NEWEST, Duration.ofSeconds(10));
        drop("stock-1.csv", "code;qty\nA;1\n", NOW.minusSeconds(60));
        drop("stock-2.csv", "code;qty\n", NOW.minusSeconds(9));
        assertThat(folder.look().orElseThrow().file().name()).isEqualTo("stock-1.csv");
        Files.delete(inbox.resolve("stock-1.csv"));
        assertThat(folder.look()).isEmpty();
        assertThat(folder.absence()).startsWith("stock-2.csv in " + inbox + " was written to at 2026-11-22T01:59:51Z");
    }

    @Test
    void exports_of_changes_are_taken_one_by_one_oldest_first() throws IOException {
        CsvFolder folder = folder(CsvFolder.Take.OLDEST, Duration.ZERO);
        drop("stock-2.csv", "", NOW);
        drop("stock-1.csv", "", NOW.minusSeconds(60));
        CsvFolder.Taken taken = folder.look().orElseThrow();
        assertThat(taken.file().name()).isEqualTo("stock-1.csv");
        assertThat(taken.superseded()).isEmpty();
        assertThat(folder.putAway(taken))
                .containsExactly(
                        "stock-1.csv moved to " + inbox.resolve("done").resolve("20261122T020000Z-stock-1.csv"));
        assertThat(names(inbox)).containsExactly("stock-2.csv");
        drop("stock-1.csv", "", NOW.minusSeconds(60));
        assertThat(folder.putAway(folder.look().orElseThrow()).get(0)).endsWith("20261122T020000Z-2-stock-1.csv");
    }

    @Test
    void a_file_that_arrives_under_the_same_name_is_not_moved_unread() throws IOException {
        CsvFolder folder = folder(CsvFolder.Take.NEWEST, Duration.ZERO);
        drop("stock.csv", "old", NOW);
        CsvFolder.Taken taken = folder.look().orElseThrow();
        Path next = Files.writeString(inbox.resolve("stock.tmp"), "new");
        Files.move(next, inbox.resolve("stock.csv"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(folder.putAway(taken))
                .containsExactly("stock.csv stays: a newer file of this name arrived meanwhile");
        assertThat(inbox.resolve("stock.csv")).hasContent("new");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        CsvFolder folder = new CsvFolder(
                inbox.resolve("none"), "*", inbox, Duration.ZERO, CsvFolder.Take.NEWEST, Clock.systemUTC());
        assertThatThrownBy(folder::look).hasMessage("The folder %s is not there".formatted(inbox.resolve("none")));
    }

    private static CsvFolder folder(CsvFolder.Take take, Duration settle) {
        return new CsvFolder(
                inbox, "stock*.csv", inbox.resolve("done"), settle, take, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Run send(Mode mode) {
        return drover.send(drover.live(), "csv-stock", mode);
    }

    private static void drop(String name, String text, Instant written) throws IOException {
        Files.setLastModifiedTime(Files.writeString(inbox.resolve(name), text), FileTime.from(written));
    }

    private List<String> rows() {
        return drover.web()
                .sql(
                        "select concat(code, ' ', qty, ' ', coalesce(seen::text, '-')) from public.csv_stock order by code")
                .query(String.class)
                .list();
    }

    private String log(Run run) {
        return drover.server().runs().log(run.run(), 0, 100).toString();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
