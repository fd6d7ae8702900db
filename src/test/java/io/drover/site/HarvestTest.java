package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * IF11: reminders that came due while nothing ran are harvested by the next run: each once, none missing, and by the way
 * in which its person wants it then.
 */
@ExtendWith(Installation.Shared.class)
class HarvestTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ROUTE = """
            - route:
                id: harvest
                description: Delivers reminders that are due
                from:
                  uri: task:harvest
                  parameters: {queue: Harvest, changed: every 2 seconds catch up}
                  steps:
                    - to:
                        uri: sql:select id, person, preference from public.reminder join public.person using (person) where due <= now()
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.delivery
                        parameters: {key: id, only: insert}
            """;

    private final Installation drover;
    private Path file;

    HarvestTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeEach
    void write() throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.pronto().sql("""
                create table public.person (person text primary key, preference text);
                create table public.reminder (id int primary key, person text, due timestamptz);
                insert into public.person values ('ann', 'mail'), ('bob', 'mail');
                """).update();
        drover.web().sql("""
                create table public.delivery (id int primary key, person text, preference text);
                create table public.delivered (id int);
                create function public.deliver() returns trigger language plpgsql as
                  $$ begin insert into public.delivered values (new.id); return null; end $$;
                create trigger deliver after insert or update on public.delivery for each row
                  execute function public.deliver();
                """).update();
        file = drover.routes().resolve("harvest.camel.yaml");
        Files.writeString(file, ROUTE);
        drover.restart(drover.live());
    }

    @AfterEach
    void remove() throws Exception {
        Files.delete(file);
        drover.restart(drover.live());
        drover.pronto().sql("drop table public.reminder, public.person").update();
        drover.web()
                .sql("drop table public.delivery, public.delivered; drop function public.deliver")
                .update();
    }

    private void remind(int from, int to) {
        drover.pronto()
                .sql(
                        "insert into public.reminder select i, case when i % 2 = 0 then 'ann' else 'bob' end, now() from generate_series(?, ?) i")
                .params(from, to)
                .update();
    }

    private List<Integer> delivered() {
        return drover.web()
                .sql("select id from public.delivered order by 1")
                .query(Integer.class)
                .list();
    }

    @Test
    void IF11_what_came_due_in_missed_runs_is_delivered_once_by_the_next_as_it_is_wanted_then() throws Exception {
        remind(1, 10);
        Awaitility.await().atMost(PATIENCE).until(() -> delivered().size() == 10);
        drover.bring(drover.live(), SiteState.STOPPED);
        Instant stopped = Instant.now();
        remind(11, 15);
        drover.pronto()
                .sql("update public.person set preference = 'letter' where person = 'ann'")
                .update();
        remind(16, 20);
        Awaitility.await("two missed runs")
                .atMost(PATIENCE)
                .until(() -> Instant.now().isAfter(stopped.plusSeconds(5)));
        assertThat(delivered()).as("nothing runs").hasSize(10);

        drover.bring(drover.live(), SiteState.RUNNING);
        Awaitility.await().atMost(PATIENCE).until(() -> delivered().size() >= 20);
        Instant started = Instant.now();
        Awaitility.await("one more run")
                .atMost(PATIENCE)
                .until(() -> Fires.of(drover, "harvest").stream()
                        .anyMatch(
                                run -> run.result() == Result.OK && run.dueAt().isAfter(started)));

        assertThat(delivered()).doesNotHaveDuplicates().hasSize(20);
        assertThat(drover.web()
                        .sql("select distinct preference from public.delivery where id > 10 and person = 'ann'")
                        .query(String.class)
                        .list())
                .as("as it is wanted at the time of delivery")
                .containsExactly("letter");
        List<Run> missed = Fires.of(drover, "harvest").stream()
                .filter(run ->
                        run.result() == Result.MISSED && run.requestedAt().isAfter(stopped))
                .toList();
        assertThat(missed).as("one line for all that were missed").hasSize(1);
    }
}
