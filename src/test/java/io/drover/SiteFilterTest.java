package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.SiteState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries with a filter that each site sets for itself. */
@ExtendWith(Installation.Shared.class)
class SiteFilterTest {

    private static final String SQL = """
            -- Debtors of the types that the site shows.
            select code, kind like :#${properties:%s:%%} is not true as gone, kind
              from public.debtor
             order by code collate "C"
            """;

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Sends some debtors
                from:
                  uri: task:%1$s
                  steps:
                    - to:
                        uri: sql:file:%2$s
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.debtor
                        parameters: {key: code, guard: none}
            """;

    private static final List<String> SETTINGS = List.of("types", "odd-types");

    private final Installation drover;

    SiteFilterTest(Installation drover) {
        this.drover = drover;
    }

    private static Path route(Installation drover, String setting) {
        return drover.routes().resolve("debtors-of-%s.camel.yaml".formatted(setting));
    }

    @BeforeAll
    static void add_tasks(Installation drover) throws Exception {
        for (String setting : SETTINGS) {
            Path sql = Files.writeString(
                    drover.folder().resolve("debtors-of-%s.sql".formatted(setting)),
                    SQL.formatted("customer." + setting));
            Files.writeString(route(drover, setting), ROUTE.formatted("debtors-of-" + setting, sql));
        }
        drover.pronto().sql("""
                create table public.debtor (code text primary key, kind text);
                insert into public.debtor values ('1', 'WEB_A'), ('2', 'WEBER'), ('3', 'SHOP'), ('4', 'WEB_B'), ('5', null),
                                                 ('6', 'X'' or ''X'' = ''X')
                """).update();
        for (JdbcClient shop : List.of(drover.web(), drover.webStage())) {
            shop.sql("create table public.debtor (code text primary key, kind text)")
                    .update();
        }
        for (Site site : List.of(drover.live(), drover.stage())) {
            drover.bring(site, SiteState.RUNNING);
            drover.restart(site);
        }
    }

    @AfterAll
    static void remove_tasks(Installation drover) throws Exception {
        for (String setting : SETTINGS) {
            Files.delete(route(drover, setting));
        }
        for (Site site : List.of(drover.live(), drover.stage())) {
            drover.restart(site);
        }
        for (JdbcClient each : List.of(drover.pronto(), drover.web(), drover.webStage())) {
            each.sql("drop table public.debtor").update();
        }
    }

    private List<String> shown(Site site, JdbcClient shop, String setting) {
        Run run = drover.send(site, "debtors-of-" + setting, Mode.ALL);
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        return shop.sql("select code from public.debtor order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void PF17_PF30_a_filter_is_a_setting_of_the_site_and_without_one_all_rows_arrive() {
        assertThat(shown(drover.live(), drover.web(), "types")).containsExactly("1", "4");
        assertThat(shown(drover.stage(), drover.webStage(), "types")).containsExactly("1", "2", "3", "4", "6");
    }

    @Test
    void PF30_a_filter_is_a_parameter_and_never_part_of_the_query() {
        assertThat(shown(drover.live(), drover.web(), "odd-types")).containsExactly("6");
    }
}
