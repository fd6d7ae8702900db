package io.drover.api;

import static io.drover.KeptRows.updated;
import static io.drover.KeptRows.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.KeptRows;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.send.SendException;
import io.drover.send.Why;
import io.drover.send.WhyStep;
import io.drover.site.SiteState;
import io.drover.site.WhyFinder;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why? over the API. Works on STAGE, with an answer of its own for source and shop. */
@ExtendWith(Installation.Shared.class)
class WhyApiTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Installation drover;
    private final WhyFinder usual;

    WhyApiTest(Installation drover) throws InterruptedException {
        this.drover = drover;
        drover.bring(drover.stage(), SiteState.RUNNING);
        usual = drover.stage().answerWhy(WhyApiTest::answer);
    }

    @AfterEach
    void answer_as_usual() {
        drover.stage().answerWhy(usual);
    }

    private static Why answer(String task, String key) {
        if (key.equals("down")) {
            throw new SendException("The source #pronto does not answer");
        }
        if (key.startsWith("colour")) {
            throw new IllegalArgumentException("The key has no column colour");
        }
        return new Why(
                task,
                key,
                List.of(new WhyStep(
                        "web.product",
                        values("title", null),
                        null,
                        false,
                        null,
                        null,
                        values("title", "Drill"),
                        List.of("title"),
                        null,
                        null)));
    }

    @Test
    void PF35_why_tells_both_sides_the_sentence_and_the_past() throws Exception {
        Run run = drover.send(drover.stage(), "product-categories", Mode.CHANGED);
        KeptRows.inTarget(
                drover,
                run,
                Stream.of(
                        updated("web.other", "product_code=WHY-10", values("a", "1"), values("a", "2")),
                        updated("web.child", "product_code=WHY-1, region=VIC", values("a", "1"), values("a", "2")),
                        updated("web.product", "product_code=WHY-1", values("title", "x"), values("title", "Drill"))));

        JsonObject why =
                new JsonObject(why("product-categories", "product_code%3DWHY-1").body());

        assertThat(why.fieldNames())
                .containsExactly("task", "key", "state", "sentence", "steps", "history", "historyComplete");
        assertThat(why.getString("state")).isEqualTo("DIFFERENT");
        assertThat(why.getString("sentence")).startsWith("The shop has product_code=WHY-1 in web.product, but title");
        JsonObject step = why.getJsonArray("steps").getJsonObject(0);
        assertThat(step.getJsonObject("sourceAll").containsKey("title")).isTrue();
        assertThat(step.getValue("sourceChanged")).isNull();
        assertThat(step.getJsonObject("target").getString("title")).isEqualTo("Drill");
        assertThat(why.getJsonArray("history").stream().map(each -> ((JsonObject) each).getString("key")))
                .containsExactly("product_code=WHY-1, region=VIC", "product_code=WHY-1");
        assertThat(why.getJsonArray("history").getJsonObject(0).getLong("run")).isEqualTo(run.run());
        assertThat(new JsonObject(why("product-categories", "WHY-10").body()).getJsonArray("history"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "product-categories, '', 400",
        "product-categories, %20, 400",
        "product-categories, colour%3Dred, 400",
        "product-categories, down, 503",
        "nothing, A, 404",
        "monitor, A, 409"
    })
    void what_cannot_be_answered_is_a_problem(String task, String key, int status) throws Exception {
        HttpResponse<String> response = why(task, key);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private HttpResponse<String> why(String task, String key) throws Exception {
        URI uri = URI.create("%sapi/v1/sites/STAGE/tasks/%s/why?key=%s"
                .formatted(drover.server().address(), task, key));
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
