package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that fails when many of its rows are sent already is named, not the send. */
@ExtendWith(Installation.Shared.class)
class ReadFailureTest {

    private static final String ROUTE = """
            - route:
                id: late-failure
                description: Sends numbers until one cannot be read
                from:
                  uri: task:late-failure
                  steps:
                    - to:
                        uri: sql:file:%s
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.late_failure
                        parameters: {key: n}
            """;

    private final Installation drover;

    ReadFailureTest(Installation drover) {
        this.drover = drover;
    }

    private Path route() {
        return drover.routes().resolve("late-failure.camel.yaml");
    }

    private Path query() {
        return drover.folder().resolve("late-failure.sql");
    }

    @BeforeEach
    void add_task() throws Exception {
        Files.writeString(query(), "select n, 1 / (n - 14900) as part from public.late_failure order by n");
        Files.writeString(route(), ROUTE.formatted(query()));
        drover.bring(drover.stage(), SiteState.RUNNING);
        drover.restart(drover.stage());
        drover.pronto()
                .sql("create table public.late_failure (n int primary key)")
                .update();
        drover.webStage()
                .sql("create table public.late_failure (n int primary key, part int)")
                .update();
    }

    @AfterEach
    void remove_task() throws Exception {
        Files.delete(route());
        drover.restart(drover.stage());
        drover.pronto().sql("drop table public.late_failure").update();
        drover.webStage().sql("drop table public.late_failure").update();
    }

    /** Few rows are compared whole, many by their hashes. */
    @ParameterizedTest
    @ValueSource(ints = {15_000, 30_000})
    void a_read_that_fails_late_names_its_file(int rows) {
        drover.pronto()
                .sql("insert into public.late_failure select generate_series(1, ?)")
                .param(rows)
                .update();
        drover.webStage()
                .sql("insert into public.late_failure select generate_series(1, ?)")
                .param(rows)
                .update();
        drover.webStage().sql("analyze public.late_failure").update();

        Run run = drover.send(drover.stage(), "late-failure", Mode.ALL);

        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).startsWith(query() + ": ERROR: division by zero");
        assertThat(drover.webStage()
                        .sql("select count(part) from public.late_failure")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
