package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.KeptRows;
import io.drover.http.HttpServer;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands against the real API over real sites. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class CliWithServerTest {

    private static HttpServer http;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void serve(Installation drover) throws Exception {
        drover.bring(drover.stage(), SiteState.RUNNING);
        http = drover.serveApi();
    }

    @AfterAll
    static void leave(Installation drover) throws Exception {
        http.close();
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", http.url()));
        return Cli.create()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void nodes_tells_who_is_alive(Installation drover) {
        assertThat(run("nodes")).isZero();
        assertThat(out.toString())
                .contains(drover.server().settings().node() + "  alive")
                .contains(drover.server().address().replaceFirst("/$", ""))
                .contains("STAGE");
    }

    @Test
    void a_site_is_stopped_shown_as_stopped_and_started_again() {
        assertThat(run("stop", "STAGE", "--reason", "x")).isEqualTo(1);
        assertThat(err.toString()).startsWith("drover: A stop needs a reason of 3 to 200 characters");

        assertThat(run("stop", "STAGE", "--reason", "Stocktake")).isZero();
        assertThat(out.toString()).endsWith("Site STAGE stopped successfully!\n");
        assertThat(run("sites")).isZero();
        assertThat(out.toString()).containsPattern("STAGE +STOPPED +... \\d\\d:\\d\\d +operator +Stocktake\\R");
        assertThat(run("status")).isBetween(1, 2);
        assertThat(out.toString()).containsPattern("STAGE +STOPPED +since ... \\d\\d:\\d\\d by operator: Stocktake\\R");
        assertThat(run("send-all", "product-master", "--site", "STAGE")).isEqualTo(1);
        assertThat(out.toString()).startsWith("Pending Changed. Not run");

        assertThat(run("start", "STAGE")).isZero();
        assertThat(out.toString()).contains("Site STAGE started successfully!\n");
        assertThat(run("start", "STAGE")).isEqualTo(1);
    }

    @Test
    void a_send_waits_for_its_result_and_is_among_the_runs(Installation drover) throws Exception {
        drover.bring(drover.stage(), SiteState.RUNNING);

        assertThat(run("send-changed", "product-availability", "--site", "STAGE", "--wait"))
                .isZero();
        assertThat(out.toString()).contains("Send Changed of product-availability on STAGE: asked for", "OK. ");

        assertThat(run("runs", "--site", "STAGE", "--task", "product-availability", "--limit", "1"))
                .isZero();
        assertThat(out.toString()).containsPattern("STAGE +product-availability +SEND +CHANGED +OK ");

        assertThat(run("verify", "product-availability", "--site", "STAGE")).isBetween(0, 1);
        assertThat(out.toString()).contains("Verify of product-availability on STAGE: asked for", "OK. ");
        assertThat(run("audit", "--site", "STAGE", "--limit", "1")).isZero();
        assertThat(out.toString()).containsPattern("operator +Verify +STAGE +product-availability");
    }

    @Test
    void rows_of_a_run_are_listed_and_saved_as_csv(Installation drover) throws Exception {
        drover.bring(drover.stage(), SiteState.RUNNING);
        Run ended = drover.send(drover.stage(), "product-categories", Mode.CHANGED);
        String number = String.valueOf(ended.run());
        KeptRows.inTarget(
                drover,
                ended,
                Stream.of(
                        KeptRows.updated(
                                "web.product",
                                "product_code=22-0910",
                                KeptRows.values("price", "129.00", "title", null),
                                KeptRows.values("price", "12.90", "title", "Drill"),
                                "price falls by half"),
                        KeptRows.inserted("web.product", "product_code=B", KeptRows.values("title", "Saw")),
                        KeptRows.refused("web.product", "product_code=C", "currency", "it may not be empty")));

        assertThat(run("runs", "follow", number)).isZero();
        assertThat(out.toString())
                .containsPattern("\\d\\d:\\d\\d:\\d\\d  Send Changed asked for by test")
                .containsPattern("\\ROK\\. .*\\R$");
        assertThat(run("rows", number)).isZero();
        assertThat(out.toString())
                .contains(
                        "Key                   Fate      Before → After",
                        "price 129.00 → 12.90, title null → Drill  price falls by half",
                        "title — → Saw",
                        "currency: it may not be empty");

        assertThat(run("rows", number, "--limit", "1", "--table", "web.product"))
                .isZero();
        assertThat(out.toString()).contains("There are more: ./drover rows " + number + " --after 1");

        assertThat(run("rows", number, "--csv", "--fate", "updated")).isZero();
        assertThat(out.toString())
                .isEqualTo("table,key,fate,column,before,after,reason,guarded\r\n"
                        + "web.product,product_code=22-0910,updated,price,129.00,12.90,,\r\n"
                        + "web.product,product_code=22-0910,updated,title,,Drill,,\r\n");

        assertThat(run("rows", number, "--json", "--attention", "--key", "22")).isZero();
        assertThat(new JsonObject(out.toString()).getJsonArray("rows")).hasSize(1);

        assertThat(run("rows", "999999", "--csv")).isEqualTo(1);
        assertThat(err.toString()).contains("drover: There is no run of this number");
    }

    @Test
    void why_shows_a_row_of_both_sides_and_what_runs_did_to_it(Installation drover) throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.send(drover.live(), "product-categories", Mode.ALL);
        String category = drover.web()
                .sql("select min(category_code) from web.category")
                .query(String.class)
                .single();
        drover.web()
                .sql("update web.category set name = 'by hand' where category_code = ?")
                .param(category)
                .update();

        assertThat(run("why", "product-categories", category, "--site", "LIVE")).isZero();
        assertThat(out.toString())
                .containsPattern("web\\.category: DIFFERENT, sent up to ")
                .containsPattern("Column +Source +Shop")
                .containsPattern("name +.+ +by hand +differs\\R")
                .containsPattern("Run +Started +Purpose|No run that is still kept");

        Run repaired = drover.send(drover.live(), "product-categories", Mode.ALL);
        assertThat(run("why", "product-categories", "category_code=" + category, "--site", "LIVE"))
                .isZero();
        assertThat(out.toString())
                .contains("web.category: EQUAL")
                .containsPattern(
                        repaired.run() + " +.* +send +web\\.category +category_code=" + category + " +updated");

        assertThat(run("why", "product-categories", category, "--site", "LIVE", "--json"))
                .isZero();
        assertThat(new JsonObject(out.toString()).getString("state")).isEqualTo("EQUAL");
        assertThat(run("why", "product-categories", "colour=red", "--site", "LIVE"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("colour");
    }
}
