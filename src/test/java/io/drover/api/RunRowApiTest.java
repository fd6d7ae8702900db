package io.drover.api;

import static io.drover.KeptRows.inserted;
import static io.drover.KeptRows.refused;
import static io.drover.KeptRows.removed;
import static io.drover.KeptRows.updated;
import static io.drover.KeptRows.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.KeptRows;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.send.RunRow;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of runs over the API. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class RunRowApiTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final List<RunRow> ROWS = List.of(
            updated(
                    "web.product",
                    "product_code=22-0910",
                    values("price", "129.00", "title", "Drill, \"13 mm\""),
                    values("price", "-12.90", "title", null),
                    "price falls by half"),
            inserted("web.product", "product_code=55-0001", values("title", "=HYPERLINK(\"x\")", "note", "")),
            removed("web.price", "product_code=A, region=VIC", values("note", "two\nlines")),
            refused("web.price", "product_code=40-1187, region=VIC", "currency", "it may not be empty"));

    private final Installation drover;
    private final Run run;

    RunRowApiTest(Installation drover) throws InterruptedException {
        this.drover = drover;
        drover.bring(drover.stage(), SiteState.RUNNING);
        run = drover.send(drover.stage(), "product-categories", Mode.CHANGED);
    }

    @BeforeEach
    void keep_rows() {
        KeptRows.inTarget(drover, run, ROWS.stream());
    }

    @Test
    void rows_are_told_with_their_values_and_counts() throws Exception {
        JsonObject answer = json(rows(""));

        assertThat(answer.fieldNames()).containsExactly("rows", "next", "counts", "complete", "leftOut");
        JsonArray rows = answer.getJsonArray("rows");
        assertThat(rows).hasSize(4);
        assertThat(rows.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("number", 1)
                        .put("table", "web.product")
                        .put("fate", "UPDATED")
                        .put("key", "product_code=22-0910")
                        .put("before", new JsonObject().put("price", "129.00").put("title", "Drill, \"13 mm\""))
                        .put("after", new JsonObject().put("price", "-12.90").putNull("title"))
                        .putNull("column")
                        .putNull("reason")
                        .put("attention", "price falls by half"));
        assertThat(rows.getJsonObject(3).getString("column")).isEqualTo("currency");
        assertThat(rows.getJsonObject(3).getString("reason")).isEqualTo("it may not be empty");
        assertThat(answer.getValue("next")).isNull();
        assertThat(answer.getJsonArray("counts").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("table", "web.product")
                        .put("fate", "UPDATED")
                        .put("attention", "price falls by half")
                        .put("rows", 1));
        assertThat(answer.getJsonArray("counts")).hasSize(4);
        assertThat(answer.getLong("leftOut")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "?table=web.price, 3 4",
        "?fate=inserted, 2",
        "?fate=REFUSED, 4",
        "?attention=true, 1",
        "?attention=false&key=a, 3",
        "?key=55-, 2",
        "?after=2, 3 4",
        "?table=web.price&after=3, 4",
        "?table=nothing, ''"
    })
    void filters_choose_rows(String query, String numbers) throws Exception {
        assertThat(json(rows(query)).getJsonArray("rows").stream()
                        .map(row -> ((JsonObject) row).getLong("number").toString()))
                .containsExactlyElementsOf(Stream.of(numbers.split(" "))
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    @Test
    void parts_follow_each_other() throws Exception {
        JsonObject first = json(rows("?limit=3"));

        assertThat(first.getJsonArray("rows")).hasSize(3);
        assertThat(first.getLong("next")).isEqualTo(3);
        assertThat(json(rows("?limit=3&after=3")).getJsonArray("rows")).hasSize(1);
    }

    @Test
    void the_undo_sheet_has_a_line_for_each_column_and_no_formula() throws Exception {
        HttpResponse<String> response = rows(".csv");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8; header=present");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"run-%d-rows.csv\"".formatted(run.run()));
        assertThat(response.body())
                .isEqualTo(String.join(
                        "\r\n",
                        "table,key,fate,column,before,after,reason,guarded",
                        "web.product,product_code=22-0910,updated,price,129.00,-12.90,,",
                        "web.product,product_code=22-0910,updated,title,\"Drill, \"\"13 mm\"\"\",,,",
                        "web.product,product_code=55-0001,inserted,title,,\"'=HYPERLINK(\"\"x\"\")\",,after",
                        "web.product,product_code=55-0001,inserted,note,,\"\",,",
                        "web.price,\"product_code=A, region=VIC\",removed,note,\"two\nlines\",,,",
                        "web.price,\"product_code=40-1187, region=VIC\",refused,currency,,,it may not be empty,",
                        ""));
        assertThat(rows(".csv?fate=inserted").body().lines()).hasSize(3);
        assertThat(CLIENT.send(
                                HttpRequest.newBuilder(uri(".csv"))
                                        .method("HEAD", BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_hundred_thousand_rows_come_as_they_are_unpacked() throws Exception {
        KeptRows.inTarget(
                drover,
                run,
                IntStream.range(0, 100_000)
                        .mapToObj(i -> updated(
                                "web.product", "product_code=" + i, values("price", i + "😀"), values("price", "€"))));

        HttpResponse<Stream<String>> response =
                CLIENT.send(HttpRequest.newBuilder(uri(".csv")).build(), BodyHandlers.ofLines());

        List<String> lines = response.body().toList();
        assertThat(lines).hasSize(100_001);
        assertThat(lines.get(100_000)).isEqualTo("web.product,product_code=99999,updated,price,99999😀,€,,");
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    }

    @Test
    void what_a_run_left_elsewhere_is_found_there() throws Exception {
        KeptRows.inControl(drover, run, ROWS.stream().limit(2));

        assertThat(json(rows("")).getJsonArray("rows")).hasSize(2);
        KeptRows.inControl(drover, run, Stream.empty());
        JsonObject none = json(rows(""));
        assertThat(none.getJsonArray("rows")).isEmpty();
        assertThat(none.getBoolean("complete")).isEqualTo(run.counts().written() == 0);
        assertThat(rows(".csv").body().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "?fate=gone, 400, fate",
        "?attention=yes, 400, attention",
        "?after=-1, 400, after",
        "?limit=0, 400, limit",
        "?limit=1001, 400, limit",
        "?colour=red, 400, colour",
        ".csv?after=1, 400, after",
        ".csv?fate=, 400, fate"
    })
    void a_wrong_parameter_is_refused(String query, int status, String parameter) throws Exception {
        HttpResponse<String> response = rows(query);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("parameter")).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"999999/rows, 404", "999999/rows.csv, 404", "x/rows, 400", "x/rows.csv, 400"})
    void a_run_that_is_not_there_has_no_rows(String path, int status) throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(drover.server().address() + "api/v1/runs/" + path))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void every_value_a_spreadsheet_takes_for_a_formula_is_guarded_and_named() throws Exception {
        Map<String, String> texts = Map.of(
                "a", "=1+1",
                "b", "+1-1",
                "c", "-cmd|x",
                "d", "@SUM(1)",
                "e", "\t=1",
                "f", "-5.00",
                "g", "+61 3",
                "h", "'=1",
                "i", "＝1");
        KeptRows.inTarget(
                drover,
                run,
                texts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> updated("t", each.getKey(), Map.of(), values(each.getKey(), each.getValue()))));

        assertThat(rows(".csv").body().lines().skip(1).map(line -> line.replaceFirst("^t,.,updated,", "")))
                .containsExactly(
                        "a,,'=1+1,,after",
                        "b,,'+1-1,,after",
                        "c,,'-cmd|x,,after",
                        "d,,'@SUM(1),,after",
                        "e,,'\t=1,,after",
                        "f,,-5.00,,",
                        "g,,'+61 3,,after",
                        "h,,'=1,,",
                        "i,,'＝1,,after");
    }

    private HttpResponse<String> rows(String query) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(query)).build(), BodyHandlers.ofString());
    }

    private URI uri(String query) {
        return URI.create("%sapi/v1/runs/%d/rows%s".formatted(drover.server().address(), run.run(), query));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }
}
